/** Movements of money as the exchange shows them (protocol section 8). */
package net.bitwrk.protocol.ledger;
