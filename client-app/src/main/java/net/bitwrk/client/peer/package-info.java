/**
 * Buyer and seller, directly (protocol section 9): the endpoints a seller opens for the length of a transaction, the
 * connection a buyer makes to one, and what travels between them. It knows no exchange: {@link
 * net.bitwrk.client.peer.Sale} is what it asks of the transaction. Depends on {@code sync}, {@code cafs} and Jetty.
 */
package net.bitwrk.client.peer;
