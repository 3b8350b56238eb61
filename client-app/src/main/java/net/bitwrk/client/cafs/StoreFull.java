package net.bitwrk.client.cafs;

import java.io.IOException;

/** The store takes no more: everything in it is in use or kept, or one file is larger than is allowed. */
public final class StoreFull extends IOException {
    private static final long serialVersionUID = 1L;

    StoreFull(String message) {
        super(message);
    }
}
