package net.bitwrk.exchange.web;

import java.io.IOException;

/** A request's body is longer than any that means something; found out while it is read where no length was told. */
final class BodyTooLong extends IOException {
    private static final long serialVersionUID = 1L;

    BodyTooLong(long maxBytes) {
        super("the body is too long, expected at most " + maxBytes + " bytes");
    }
}
