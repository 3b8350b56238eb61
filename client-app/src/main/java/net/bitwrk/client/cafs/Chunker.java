package net.bitwrk.client.cafs;

/**
 * Finds where a file is cut into chunks (protocol section 10): content decides, by a rolling Adler-32 over 48 bytes, so
 * that equal stretches of different files give equal chunks.
 *
 * <p>Tuned, several times as fast as the wording of the protocol (speed.md section 2). The sum depends on the last 48
 * bytes only, and no chunk but a file's last has fewer than 128, so the first 81 are skipped. Neither half of the sum is
 * ever reduced: {@code s1} is at most 12,241, and {@code s2} without its modulo at most 299,928. With {@code q = s2 /
 * 65521}, the 32-bit sum modulo 8191 is {@code 8 * s2 + 56 * q + s1}, because 65536 is 8 and 8 * 65521 is -56 there.
 */
public final class Chunker {
    private static final int WINDOW = 48;
    /** A chunk that another one follows has at least as many bytes. */
    private static final int MIN_SIZE = 128;

    private static final int SKIPPED = MIN_SIZE + 1 - WINDOW;
    private static final int ADLER = 65_521;
    private static final int DIVISOR = 8191;
    private static final int REMAINDER = 4159;

    /** With this, divisibility takes a multiplication and a comparison: 8191 * INVERSE is 1 modulo 2^32. */
    private static final int INVERSE = inverse(DIVISOR);

    private static final int LARGEST_QUOTIENT = Integer.divideUnsigned(-1, DIVISOR) + Integer.MIN_VALUE;

    private Chunker() {}

    /**
     * The size of the chunk that begins at {@code from}, or -1 if it does not end before {@code to}: then either more
     * bytes are needed, or what there is, is the last chunk of the file.
     */
    public static int firstSize(byte[] bytes, int from, int to) {
        int first = from + MIN_SIZE;
        if (first >= to) {
            return -1;
        }
        int s1 = 1;
        int s2 = WINDOW;
        for (int i = from + SKIPPED, weight = WINDOW; i <= first; i++, weight--) {
            int b = bytes[i] & 0xff;
            s1 += b;
            s2 += weight * b;
        }
        int end = Math.min(to, from + Chunk.MAX_SIZE);
        for (int i = first; ; ) {
            int rest = 8 * s2 + 56 * (s2 / ADLER) + s1 + DIVISOR - REMAINDER;
            if (rest * INVERSE + Integer.MIN_VALUE <= LARGEST_QUOTIENT) {
                return i - from;
            }
            if (++i >= end) {
                break;
            }
            int out = bytes[i - WINDOW] & 0xff;
            s1 += (bytes[i] & 0xff) - out;
            s2 += s1 - 1 - WINDOW * out;
        }
        return to - from > Chunk.MAX_SIZE ? Chunk.MAX_SIZE : -1;
    }

    /** Newton's iteration doubles the number of right bits: 3, 6, 12, 24, 48. */
    private static int inverse(int odd) {
        int x = odd;
        for (int i = 0; i < 4; i++) {
            x *= 2 - odd * x;
        }
        return x;
    }
}
