package net.bitwrk.protocol.identity;

import net.bitwrk.protocol.Malformed;
import org.bitcoinj.base.internal.ByteUtils;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * A Bitcoin message signature: 65 bytes, a header of 27 to 34, r and s. Its text is padded base64 (protocol section 2).
 * That it has this form says nothing about its validity.
 */
public final class Signature {
    static final int LENGTH = 65;

    /** Protocol section 2: the header is 27 plus the recovery id, plus 4 for a compressed key. */
    private static final int FIRST_HEADER = 27;

    private static final int COMPRESSED = 4;
    private static final int HALF = 32;

    private final byte[] bytes;

    private Signature(byte[] bytes) {
        this.bytes = bytes;
    }

    static Signature of(byte[] bytes) {
        return new Signature(bytes.clone());
    }

    static Signature of(int recoveryId, boolean compressed, BigInteger r, BigInteger s) {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
        bytes.put((byte) (FIRST_HEADER + recoveryId + (compressed ? COMPRESSED : 0)));
        bytes.put(ByteUtils.bigIntegerToBytes(r, HALF)).put(ByteUtils.bigIntegerToBytes(s, HALF));
        return new Signature(bytes.array());
    }

    /** @throws Malformed if {@code text} is not the padded base64 of 65 bytes; {@code field} names it there */
    public static Signature parse(String field, String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw wrong(field, text);
        }
        // The decoder also takes unpadded texts and stray bits at the end: only the text that we would write will do.
        if (bytes.length != LENGTH || !Base64.getEncoder().encodeToString(bytes).equals(text)) {
            throw wrong(field, text);
        }
        return new Signature(bytes);
    }

    private static Malformed wrong(String field, String text) {
        return new Malformed(field, text, "65 bytes in padded base64");
    }

    /** Whether the header is one of 27 to 34. */
    boolean hasKnownHeader() {
        int past = bytes[0] - FIRST_HEADER;
        return past >= 0 && past < 2 * COMPRESSED;
    }

    int recoveryId() {
        return bytes[0] - FIRST_HEADER & COMPRESSED - 1;
    }

    boolean isOfCompressedKey() {
        return bytes[0] - FIRST_HEADER >= COMPRESSED;
    }

    /** r and s, 32 bytes each. */
    byte[] rs() {
        return Arrays.copyOfRange(bytes, 1, LENGTH);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Signature that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Padded base64. */
    @Override
    public String toString() {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
