/** Why the exchange says no (protocol section 5): the reasons in the order in which they are checked. No HTTP here. */
package net.bitwrk.exchange.refusal;
