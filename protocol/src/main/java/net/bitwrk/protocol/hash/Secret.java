package net.bitwrk.protocol.hash;

import net.bitwrk.protocol.Malformed;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * 32 bytes that must not be seen before their time: a buyer's secret, or the key of an encrypted result. Compared in
 * constant time; {@link #toString()} hides them, {@link #hex()} is the form on the wire.
 */
public final class Secret {
    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A secret of these 32 bytes, copied. */
    public static Secret of(byte[] bytes) {
        if (bytes.length != Hash.LENGTH) {
            throw new IllegalArgumentException("a secret has 32 bytes, not " + bytes.length);
        }
        return new Secret(bytes.clone());
    }

    /** A fresh secret; {@code random} has to be cryptographically strong outside tests. */
    public static Secret random(RandomGenerator random) {
        byte[] bytes = new byte[Hash.LENGTH];
        random.nextBytes(bytes);
        return new Secret(bytes);
    }

    /** @throws Malformed if {@code text} is not 64 lower-case hex characters; {@code field} names it there */
    public static Secret parse(String field, String text) {
        return new Secret(LowerHex.parse32(field, text));
    }

    /** The 32 bytes, copied. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** 64 lower-case hex characters. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(bytes, that.bytes);
    }

    /** Tells nothing about the bytes: secrets are not kept in hash tables. */
    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}
