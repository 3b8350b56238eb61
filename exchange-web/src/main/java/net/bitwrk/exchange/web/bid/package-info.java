/** {@code /bid}: placing, showing and taking back bids (protocol sections 5 and 6). */
package net.bitwrk.exchange.web.bid;
