/** The contract that two matching bids become: phases, messages, and which leads where (protocol section 7). */
package net.bitwrk.protocol.transaction;
