package net.bitwrk.exchange.web;

import java.io.IOException;

/** A request's body broke off, or did not come in time. */
final class BodyBroken extends IOException {
    static final String TEXT =
            "the request's body did not come whole in time, expected as many bytes as its header says";

    private static final long serialVersionUID = 1L;

    BodyBroken(IOException cause) {
        super(TEXT, cause);
    }
}
