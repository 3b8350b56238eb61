/** {@code /tx}: transactions and their messages (protocol sections 5 and 7). */
package net.bitwrk.exchange.web.transaction;
