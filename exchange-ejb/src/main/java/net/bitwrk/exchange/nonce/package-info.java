/**
 * Nonces (protocol section 5): stateless until they are used, so that a flood of them costs no memory; a used one is a
 * row that is written in the same database transaction as its effect.
 */
package net.bitwrk.exchange.nonce;
