/**
 * Participants, their keys and their signatures (protocol section 2). Alone in the project in using bitcoinj, Bouncy
 * Castle and secp256k1; nothing of theirs shows outside.
 */
package net.bitwrk.protocol.identity;
