/** Deposits and withdrawals by order of the operator's trusted account (protocol section 8). */
package net.bitwrk.exchange.deposit;
