/** Bids as both sides see them (protocol sections 5 and 6). */
package net.bitwrk.protocol.bid;
