package net.bitwrk.client.exchange;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The exchange answered, but not as it does on success; the message shows the first bytes of its reason. */
public final class ExchangeRefused extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final boolean passing;
    private final Duration retryAfter;

    ExchangeRefused(String call, int status, String reason, boolean passing, Optional<Duration> retryAfter) {
        super("the exchange answered " + call + " with " + status + (reason.isEmpty() ? "" : ": " + reason));
        this.status = status;
        this.passing = passing;
        this.retryAfter = retryAfter.orElse(Duration.ZERO);
    }

    public int status() {
        return status;
    }

    /** Whether the same call may succeed later, unchanged. */
    boolean isPassing() {
        return passing;
    }

    /** How long the exchange wants to be left alone, if that is why {@code error} came. */
    static Optional<Duration> retryAfter(IOException error) {
        return error instanceof ExchangeRefused refused && !refused.retryAfter.isZero()
                ? Optional.of(refused.retryAfter)
                : Optional.empty();
    }
}
