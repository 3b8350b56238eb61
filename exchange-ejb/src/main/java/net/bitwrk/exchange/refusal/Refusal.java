package net.bitwrk.exchange.refusal;

import java.util.Objects;

/**
 * One request's refusal, as a value.
 *
 * @param text names what was wrong, its value and what would have been right; one line, fit to be shown
 */
public record Refusal(Reason reason, String text) {
    public Refusal {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(text, "text");
    }
}
