/**
 * Tests of what is deployed, by HTTP alone. {@link net.bitwrk.exchange.system.SharedExchange} is the one exchange for all
 * of them, {@link net.bitwrk.exchange.system.Participant} says what participants say.
 */
package net.bitwrk.exchange.system;
