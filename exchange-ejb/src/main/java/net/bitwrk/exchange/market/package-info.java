/**
 * What the market tells of itself (protocol section 8): prices, trades, order books. Reads the tables of bids and
 * transactions, changes nothing; no other feature knows this package.
 */
package net.bitwrk.exchange.market;
