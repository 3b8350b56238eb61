package net.bitwrk.exchange.web;

/** A request's body is longer than any that means something. */
final class BodyTooLong extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BodyTooLong(long maxBytes) {
        super("the body is too long, expected at most " + maxBytes + " bytes");
    }
}
