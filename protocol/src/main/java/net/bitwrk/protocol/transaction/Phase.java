package net.bitwrk.protocol.transaction;

import java.time.Duration;

/** Where a transaction stands (protocol section 7). The names are those on the wire. */
public enum Phase {
    ESTABLISHING(Duration.ofSeconds(60)),
    BUYER_ESTABLISHED(Duration.ZERO),
    SELLER_ESTABLISHED(Duration.ZERO),
    TRANSMITTING(Duration.ofMinutes(2)),
    WORKING(Duration.ofMinutes(5)),
    UNVERIFIED(Duration.ofMinutes(15)),
    FINISHED(Duration.ZERO),
    WORK_DISPUTED(Duration.ZERO),
    RESULT_DISPUTED(Duration.ZERO);

    private final Duration grantedTime;

    Phase(Duration grantedTime) {
        this.grantedTime = grantedTime;
    }

    /** What arriving here adds to the time-out; for ESTABLISHING counted from the match. */
    public Duration grantedTime() {
        return grantedTime;
    }

    /** Whether arriving here ends the transaction. */
    public boolean retires() {
        return this == FINISHED || this == WORK_DISPUTED || this == RESULT_DISPUTED;
    }

    /** Whether a transaction that ends here, by message or time-out, pays the seller; else the buyer gets all back. */
    public boolean pays() {
        return this == FINISHED || this == UNVERIFIED;
    }
}
