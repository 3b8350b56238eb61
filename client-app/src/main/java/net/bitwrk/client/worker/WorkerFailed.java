package net.bitwrk.client.worker;

import java.io.IOException;

/** The worker answered, but not with a result. */
public final class WorkerFailed extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int OWN_REPORT = 500;

    private final int status;

    WorkerFailed(int status, String reason) {
        super("the worker answered " + status + (reason.isEmpty() ? "" : ": " + reason));
        this.status = status;
    }

    /** Whether the worker will report back by itself (protocol section 11: after 500). */
    public boolean reportsBack() {
        return status == OWN_REPORT;
    }
}
