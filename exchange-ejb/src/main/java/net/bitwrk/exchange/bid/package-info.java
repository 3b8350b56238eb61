/**
 * Bids: placing, taking back, expiring (protocol section 6). A bid's state changes only while the row of its market is
 * locked. Matching itself is next door.
 */
package net.bitwrk.exchange.bid;
