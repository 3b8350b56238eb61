package net.bitwrk.client.peer;

import java.io.IOException;

/** The other peer did what the protocol does not allow; the message is fit to be told to it. */
public final class PeerFault extends IOException {
    private static final long serialVersionUID = 1L;

    PeerFault(String message) {
        super(message);
    }
}
