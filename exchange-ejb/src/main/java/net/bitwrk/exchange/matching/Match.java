package net.bitwrk.exchange.matching;

import net.bitwrk.exchange.bid.OpenBid;
import net.bitwrk.protocol.money.Money;

/** Two bids that have found each other. */
record Match(OpenBid buy, OpenBid sell) {
    /** Protocol section 6: price and fee are those of the older bid. */
    private OpenBid older() {
        return buy.position() < sell.position() ? buy : sell;
    }

    Money price() {
        return older().price();
    }

    /**
     * The older bid's fee, but never more than the buyer has blocked: an operator may have raised or lowered the fee
     * between the two bids.
     */
    Money fee() {
        Money most = buy.total().minus(price());
        return older().fee().compareTo(most) < 0 ? older().fee() : most;
    }

    /** What the buyer had bid above that, fee included; goes back at once. Never negative. */
    Money difference() {
        return buy.total().minus(price()).minus(fee());
    }
}
