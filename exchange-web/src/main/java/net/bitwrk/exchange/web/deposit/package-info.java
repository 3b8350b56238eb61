/** {@code /deposit}: the trusted account's deposits (protocol sections 5 and 8). */
package net.bitwrk.exchange.web.deposit;
