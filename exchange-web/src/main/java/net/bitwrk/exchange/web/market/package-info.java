/** Prices, trades and order books over HTTP (protocol section 8); pages of other sites may read them. */
package net.bitwrk.exchange.web.market;
