package net.bitwrk.exchange.nonce;

import net.bitwrk.protocol.id.Nonce;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * The 16 bytes of a nonce: 5 of time (milliseconds since 2020), 6 random ones, and 5 of the keyed hash of both. The time
 * makes it age without a record, the random bytes keep nonces of one millisecond apart, the hash keeps others from
 * making them. Two that are the same would cost one participant a refusal, so random bytes are the most: a hash that is
 * guessed is worth no more than a GET.
 */
final class NonceForm {
    private static final Instant EPOCH = Instant.parse("2020-01-01T00:00:00Z");
    private static final int TIME_BYTES = 5;
    private static final int HEAD_BYTES = 11;
    private static final int BYTES = 16;
    private static final String MAC = "HmacSHA256";

    private final SecretKeySpec key;

    NonceForm(byte[] key) {
        this.key = new SecretKeySpec(key, MAC);
    }

    Nonce make(Instant now, RandomGenerator random) {
        long millis = now.toEpochMilli() - EPOCH.toEpochMilli();
        // The upper three bytes of the eight are cut off: 40 bits last until 2054.
        byte[] time = ByteBuffer.allocate(Long.BYTES).putLong(millis).array();
        byte[] bytes = new byte[BYTES];
        System.arraycopy(time, Long.BYTES - TIME_BYTES, bytes, 0, TIME_BYTES);
        byte[] salt = new byte[HEAD_BYTES - TIME_BYTES];
        random.nextBytes(salt);
        System.arraycopy(salt, 0, bytes, TIME_BYTES, salt.length);
        System.arraycopy(hash(bytes), 0, bytes, HEAD_BYTES, BYTES - HEAD_BYTES);
        return new Nonce(HexFormat.of().formatHex(bytes));
    }

    boolean isOurs(Nonce nonce) {
        byte[] bytes = bytes(nonce);
        byte[] tail = Arrays.copyOfRange(bytes, HEAD_BYTES, BYTES);
        return MessageDigest.isEqual(tail, Arrays.copyOf(hash(bytes), tail.length));
    }

    static Instant issued(Nonce nonce) {
        byte[] time = new byte[Long.BYTES];
        System.arraycopy(bytes(nonce), 0, time, Long.BYTES - TIME_BYTES, TIME_BYTES);
        return EPOCH.plusMillis(ByteBuffer.wrap(time).getLong());
    }

    private static byte[] bytes(Nonce nonce) {
        return HexFormat.of().parseHex(nonce.text());
    }

    private byte[] hash(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            mac.update(bytes, 0, HEAD_BYTES);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + MAC, e);
        }
    }
}
