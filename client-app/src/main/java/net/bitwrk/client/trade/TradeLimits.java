package net.bitwrk.client.trade;

import java.time.Duration;

/**
 * How much is going on at once (protocol section 11).
 *
 * @param unmatchedBids option {@code num-unmatched-bids}: unmatched bids an article and side
 * @param transmittingBids option {@code num-transmitting-bids}: buys from before their bid to the end of their transfer
 */
public record TradeLimits(int unmatchedBids, int transmittingBids) {
    /** Of buys, and again of sells; a thread each. The Blender add-on posts up to 256 at once. */
    static final int MAX_ACTIVITIES = 1024;

    /** Protocol section 7: nothing in a transaction's life waits longer than 15 min. */
    static final Duration LONGEST_STEP = Duration.ofMinutes(16);

    public TradeLimits {
        if (unmatchedBids < 1 || transmittingBids < 1) {
            throw new IllegalArgumentException("limits are at least 1");
        }
    }
}
