package net.bitwrk.client.local;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** The second lock on what browsers may command: a text that only the client's own page knows (assurance D1). */
public final class PageToken {
    private static final int BYTES = 16;

    private final String text;

    /** @param random cryptographically strong */
    public PageToken(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        text = HexFormat.of().formatHex(bytes);
    }

    /** For a hidden field {@code token} of the page's forms. */
    public String text() {
        return text;
    }

    /** @throws Refused (403) if a browser sent {@code form} without the token; programs need none */
    void check(Call call, Fields form) {
        byte[] given = form.find("token").orElse("").getBytes(StandardCharsets.UTF_8);
        if (call.visit().isFromBrowser() && !MessageDigest.isEqual(given, text.getBytes(StandardCharsets.UTF_8))) {
            throw new Refused(Refusal.GUARD, "the page is out of date: load it again");
        }
    }
}
