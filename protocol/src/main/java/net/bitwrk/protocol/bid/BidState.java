package net.bitwrk.protocol.bid;

/** The life of a bid (protocol section 6). */
public enum BidState {
    /** Accepted and durable, not yet seen by the matching engine. */
    INQUEUE(0),
    /** In the order book. */
    PLACED(1),
    /** Has become a transaction, which can be read. */
    MATCHED(2),
    /** Found no match in its time; blocked money went back. */
    EXPIRED(3),
    /** Taken back by its owner. Addition: JSON shows it as EXPIRED, which every client understands. */
    CANCELLED(3);

    private final int json;

    BidState(int json) {
        this.json = json;
    }

    /** The number in JSON (protocol section 5). */
    public int json() {
        return json;
    }

    public boolean isOpen() {
        return this == INQUEUE || this == PLACED;
    }

    /** The state that JSON names so; 3 is read as EXPIRED. @throws IllegalArgumentException for other numbers */
    public static BidState ofJson(int json) {
        return switch (json) {
            case 0 -> INQUEUE;
            case 1 -> PLACED;
            case 2 -> MATCHED;
            case 3 -> EXPIRED;
            default -> throw new IllegalArgumentException("a bid's State " + json + ", expected 0 to 3");
        };
    }
}
