/** {@code /ledger} and {@code /query/ledger}: every movement of money (protocol sections 5 and 8). */
package net.bitwrk.exchange.web.ledger;
