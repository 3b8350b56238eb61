package net.bitwrk.client.sync;

import java.io.IOException;

/** A peer sent what the work sync does not allow; the message says what. */
public final class SyncBroken extends IOException {
    private static final long serialVersionUID = 1L;

    public SyncBroken(String message) {
        super(message);
    }
}
