/** {@code GET /nonce} (protocol section 5). */
package net.bitwrk.exchange.web.nonce;
