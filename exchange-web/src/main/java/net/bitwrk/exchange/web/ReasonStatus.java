package net.bitwrk.exchange.web;

import net.bitwrk.exchange.refusal.Reason;

/** The status of each reason (protocol section 5). No default: a new reason does not compile before it has one. */
final class ReasonStatus {
    private ReasonStatus() {}

    static int of(Reason reason) {
        return switch (reason) {
            case NONCE_MALFORMED, FIELD_WRONG, VALUE_MALFORMED, ARTICLE_UNKNOWN, SIGNATURE_MALFORMED -> 400;
            case NONCE_REFUSED, SIGNATURE_WRONG, SENDER_WRONG, SECRET_WRONG -> 403;
            case OBJECT_UNKNOWN -> 404;
            case WRONG_PHASE, BID_CLOSED, TIMED_OUT, CURRENCY_DIFFERS, DEPOSIT_DIFFERS -> 409;
            case FUNDS_TOO_LOW -> 402;
            case TOO_MANY -> 429;
        };
    }
}
