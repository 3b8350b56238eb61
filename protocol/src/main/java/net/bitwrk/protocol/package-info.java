/**
 * What exchange and clients must agree on, byte for byte (protocol sections 2 to 8).
 *
 * <p>A class lives below this package if and only if two of the programs must agree on it. Depends on the JDK alone;
 * {@code identity} also on bitcoinj, Bouncy Castle and secp256k1, {@code json} on jakarta.json. No I/O, no clock.
 */
package net.bitwrk.protocol;
