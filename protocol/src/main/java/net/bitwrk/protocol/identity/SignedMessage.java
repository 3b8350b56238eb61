package net.bitwrk.protocol.identity;

import org.bitcoinj.base.Sha256Hash;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The frame around a message that is signed (protocol section 2). */
final class SignedMessage {
    private static final byte[] MAGIC = "\u0018Bitcoin Signed Message:\n".getBytes(StandardCharsets.US_ASCII);

    private static final int LONGEST_LENGTH = 5;

    private SignedMessage() {}

    /** Double SHA-256 of magic, length in bytes as a Bitcoin variable-length integer, and message in UTF-8. */
    static byte[] hash(String message) {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        var framed = new ByteArrayOutputStream(MAGIC.length + LONGEST_LENGTH + text.length);
        framed.writeBytes(MAGIC);
        writeLength(text.length, framed);
        framed.writeBytes(text);
        return Sha256Hash.hashTwice(framed.toByteArray());
    }

    /** One byte below 253; else 253 and two bytes, or 254 and four, the least significant first. */
    private static void writeLength(int length, ByteArrayOutputStream out) {
        if (length < 253) {
            out.write(length);
            return;
        }
        boolean isShort = length <= 0xffff;
        out.write(isShort ? 253 : 254);
        for (int shift = 0; shift < (isShort ? 16 : 32); shift += 8) {
            out.write(length >>> shift);
        }
    }
}
