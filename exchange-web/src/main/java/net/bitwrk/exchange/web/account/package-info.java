/** {@code /account}: what a participant has (protocol sections 5 and 8). */
package net.bitwrk.exchange.web.account;
