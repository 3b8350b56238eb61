/**
 * The ground under the exchange: settings, clock, data source, schema. Depends on no other feature; all others may
 * depend on it. What differs between Payara Micro, Payara Server and WildFly is known here and nowhere else.
 */
package net.bitwrk.exchange.platform;
