package net.bitwrk.protocol.identity;

import java.util.Optional;

/** Recovers the public key from a signature; two ways to do it, which must always agree. */
interface KeyRecovery {
    /**
     * The public key in the form (compressed or not) that the signature's header tells, or nothing where the numbers
     * are out of range or no key fits.
     *
     * @param messageHash double SHA-256 of the framed message, 32 bytes
     */
    Optional<byte[]> recover(Signature signature, byte[] messageHash);
}
