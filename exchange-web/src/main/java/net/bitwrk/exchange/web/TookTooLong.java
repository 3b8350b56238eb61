package net.bitwrk.exchange.web;

import java.time.Duration;

/** No answer in time to a command that may still be carried out. */
public final class TookTooLong extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TookTooLong(Duration patience) {
        super("the exchange has not come to an answer in " + patience.toSeconds()
                + " s, look again later; what was asked for may still be carried out");
    }
}
