package net.bitwrk.exchange.web.stopping;

/** The exchange takes no more requests: it is about to be ended, and perhaps started anew. */
public final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped() {
        super("the exchange is being stopped, try again");
    }
}
