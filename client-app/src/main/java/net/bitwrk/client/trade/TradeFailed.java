package net.bitwrk.client.trade;

/** A buy that brought no result; the message tells the local program why, in one line. */
public final class TradeFailed extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whose the failure is; the local interface turns it into a status (protocol section 11). */
    public enum Reason {
        /** The account has not enough money. */
        MONEY,
        /** Too many activities at once, or no room in the store. */
        LIMIT,
        /** The same idempotency key came with something else before. */
        OTHER_CONTENT,
        /** The exchange refused or did not answer. */
        EXCHANGE,
        /** The seller, or its worker, did not deliver. */
        SELLER,
        /** The exchange does not take such a bid: what was asked for is wrong. */
        NOT_TRADED,
        /** Nobody sold in time. */
        NOBODY_SOLD,
        /** The caller gave the buy up, or this client ended. */
        CANCELLED
    }

    private final Reason reason;

    TradeFailed(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    TradeFailed(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
