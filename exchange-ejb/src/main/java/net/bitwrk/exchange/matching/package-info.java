/**
 * Matching (protocol section 6): turns queued bids into transactions, one matcher at a time a market; and the clockwork
 * that sees to everything whose time is over.
 */
package net.bitwrk.exchange.matching;
