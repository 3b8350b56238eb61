/** Money in whole numbers of its smallest unit, its text form, and the fee (protocol sections 3 and 6). */
package net.bitwrk.protocol.money;
