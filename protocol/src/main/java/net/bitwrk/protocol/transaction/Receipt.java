package net.bitwrk.protocol.transaction;

import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.identity.Signature;

/**
 * The buyer's word that it has the encrypted result.
 *
 * @param hash of the encrypted result
 * @param signature the buyer's, over the hex text of the hash
 */
public record Receipt(Hash hash, Signature signature) {}
