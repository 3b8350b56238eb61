package net.bitwrk.protocol.identity;

import org.bitcoinj.base.Sha256Hash;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The frame around a message that is signed (protocol section 2): magic, length, text; hashed twice with SHA-256.
 *
 * <p>The length is a Bitcoin variable-length integer, but BitWrk 0.7 writes lengths from 253 to 65535 in a way of its
 * own: after the byte 253 the lowest eight bits, then bits 1 to 8 instead of 8 to 15 (vectors/signed-messages.json, the
 * message of 253 bytes). Every seller's result message is that long. We sign as 0.7 does, since it takes nothing else,
 * and accept the wallets' form too. One frame can not be taken for another's: its whole length tells where the text
 * begins.
 */
final class SignedMessage {
    private static final byte[] MAGIC = "\u0018Bitcoin Signed Message:\n".getBytes(StandardCharsets.US_ASCII);

    private static final int FIRST_MIDDLE = 253;
    private static final int FIRST_LONG = 0x10000;

    private SignedMessage() {}

    /** What is signed: 32 bytes. */
    static byte[] hash(String message) {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        return hash(isMiddle(text.length) ? middle(text.length, 1) : standard(text.length), text);
    }

    /** All that a valid signature may be over, the likeliest first. */
    static List<byte[]> hashes(String message) {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        byte[] standard = standard(text.length);
        return isMiddle(text.length)
                ? List.of(hash(middle(text.length, 1), text), hash(standard, text))
                : List.of(hash(standard, text));
    }

    private static boolean isMiddle(int length) {
        return length >= FIRST_MIDDLE && length < FIRST_LONG;
    }

    private static byte[] standard(int length) {
        if (length < FIRST_MIDDLE) {
            return new byte[] {(byte) length};
        }
        return length < FIRST_LONG
                ? middle(length, Byte.SIZE)
                : new byte[] {
                    (byte) 254, (byte) length, (byte) (length >> 8), (byte) (length >> 16), (byte) (length >> 24)
                };
    }

    private static byte[] middle(int length, int shiftOfSecond) {
        return new byte[] {(byte) FIRST_MIDDLE, (byte) length, (byte) (length >> shiftOfSecond)};
    }

    private static byte[] hash(byte[] length, byte[] text) {
        var framed = new ByteArrayOutputStream(MAGIC.length + length.length + text.length);
        framed.writeBytes(MAGIC);
        framed.writeBytes(length);
        framed.writeBytes(text);
        return Sha256Hash.hashTwice(framed.toByteArray());
    }
}
