/**
 * The exchange as this client sees it (protocol section 5): typed calls, and watches of bids and transactions that hold
 * no thread. Depends on {@code protocol} and Jetty's client; knows nothing of trades.
 */
package net.bitwrk.client.exchange;
