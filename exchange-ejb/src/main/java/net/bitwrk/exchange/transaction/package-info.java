/**
 * Transactions: establishing, messages, time-outs, settlement (protocol section 7). The contract itself is
 * {@code protocol.transaction.Contract}; here it is applied.
 */
package net.bitwrk.exchange.transaction;
