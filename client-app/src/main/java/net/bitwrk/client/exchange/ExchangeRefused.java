package net.bitwrk.client.exchange;

import java.io.IOException;

/** The exchange answered, but not as it does on success; the message shows the first bytes of its reason. */
public final class ExchangeRefused extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int SERVER_ERRORS = 500;
    private static final int TOO_MANY = 429;

    private final int status;

    ExchangeRefused(String call, int status, String reason) {
        super("the exchange answered " + call + " with " + status + (reason.isEmpty() ? "" : ": " + reason));
        this.status = status;
    }

    public int status() {
        return status;
    }

    /** Whether the same call may succeed later, unchanged. */
    public boolean isPassing() {
        return status >= SERVER_ERRORS || status == TOO_MANY;
    }
}
