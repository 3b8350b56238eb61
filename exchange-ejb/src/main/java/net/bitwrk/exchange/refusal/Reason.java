package net.bitwrk.exchange.refusal;

/**
 * Why a request is refused, in the order in which the reasons are checked (protocol section 5): where several hold, the
 * first one is told. A status belongs to each, given by {@code exchange-web} alone.
 */
public enum Reason {
    METHOD_NOT_ALLOWED,
    CONTENT_TYPE_UNSUPPORTED,
    BODY_TOO_LONG,
    NONCE_MALFORMED,
    /** Not ours, too old or used; from here on the nonce is used up. */
    NONCE_REFUSED,
    /** A field missing, double, empty, mis-encoded or not asked for. */
    FIELD_WRONG,
    VALUE_MALFORMED,
    ARTICLE_UNKNOWN,
    SIGNATURE_MALFORMED,
    SIGNATURE_WRONG,
    /** No party of the transaction, or not the one that says this. */
    SENDER_WRONG,
    SECRET_WRONG,
    OBJECT_UNKNOWN,
    WRONG_PHASE,
    BID_CLOSED,
    TIMED_OUT,
    FUNDS_TOO_LOW,
    CURRENCY_DIFFERS,
    DEPOSIT_DIFFERS,
    TOO_MANY
}
