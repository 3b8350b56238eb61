package net.bitwrk.protocol.id;

import net.bitwrk.protocol.Malformed;

/** What makes a signed document good only once: 32 lower-case hex characters from the exchange (section 5). */
public record Nonce(String text) {
    /** @throws Malformed if it is no nonce */
    public Nonce {
        if (!text.matches("[0-9a-f]{32}")) {
            throw new Malformed("nonce", text, "32 lower-case hex characters from GET /nonce");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
