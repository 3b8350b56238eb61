/**
 * Everything signed that the exchange has accepted, in the order in which it can be replayed (addition to protocol
 * section 5). Reads the features that keep it; none of them knows this package.
 */
package net.bitwrk.exchange.history;
