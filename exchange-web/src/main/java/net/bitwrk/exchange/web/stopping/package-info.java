/** How the exchange ends. */
package net.bitwrk.exchange.web.stopping;
