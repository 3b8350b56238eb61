package net.bitwrk.protocol.id;

import net.bitwrk.protocol.Malformed;

import java.util.Base64;
import java.util.random.RandomGenerator;

/** The form of ids: what is taken from outside, and how new ones are made. */
final class IdText {
    private static final int RANDOM_BYTES = 16;
    private static final int MAX_LENGTH = 64;

    private IdText() {}

    /** 128 random bits in base64url, 22 characters. */
    static String random(RandomGenerator random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String checked(String field, String text) {
        if (text.length() > MAX_LENGTH || !text.matches("[A-Za-z0-9_-]+")) {
            throw new Malformed(field, text, "an id of 1 to 64 of A-Z a-z 0-9 _ -");
        }
        return text;
    }
}
