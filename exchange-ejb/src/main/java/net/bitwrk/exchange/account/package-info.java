/** Participants' accounts as they are shown (protocol section 8). Their money is the ledger's. */
package net.bitwrk.exchange.account;
