package net.bitwrk.protocol.hash;

import net.bitwrk.protocol.Malformed;

import java.util.HexFormat;

/** Reads exactly 64 lower-case hex characters (protocol section 7, checks). */
final class LowerHex {
    private static final int CHARACTERS = 64;

    private LowerHex() {}

    static byte[] parse32(String field, String text) {
        boolean fits =
                text.length() == CHARACTERS && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
        if (!fits) {
            throw new Malformed(field, text, "64 lower-case hex characters");
        }
        return HexFormat.of().parseHex(text);
    }
}
