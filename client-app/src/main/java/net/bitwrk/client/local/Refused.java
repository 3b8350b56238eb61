package net.bitwrk.client.local;

import java.util.Objects;

/** A local call that is refused; its message is the body of the answer: one line that says what would be right. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    public Refused(Refusal refusal, String message) {
        super(Objects.requireNonNull(message, "message"));
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
