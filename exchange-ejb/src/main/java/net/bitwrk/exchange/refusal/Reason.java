package net.bitwrk.exchange.refusal;

/**
 * Why a request is refused, in the order in which the reasons are checked (protocol section 5): where several hold, the
 * first one is told. A status belongs to each, given by {@code exchange-web} alone, which also refuses wrong methods,
 * content types and lengths before any of these is looked at.
 */
public enum Reason {
    NONCE_MALFORMED,
    /** Not ours, too old or used; from here on the nonce is used up. */
    NONCE_REFUSED,
    /** A field missing, double, empty or mis-encoded, or a {@code txid} that is not the one of the path. */
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
