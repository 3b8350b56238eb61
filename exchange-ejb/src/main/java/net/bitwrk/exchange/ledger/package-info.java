/**
 * Money: balances and the immutable entries that change them (protocol section 8). Nothing else moves money or reads
 * these tables; others hand over postings, whose four parts add up to zero by construction.
 */
package net.bitwrk.exchange.ledger;
