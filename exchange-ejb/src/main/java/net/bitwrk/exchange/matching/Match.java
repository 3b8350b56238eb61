package net.bitwrk.exchange.matching;

import net.bitwrk.exchange.bid.OpenBid;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.money.Money;

/** Two bids that have found each other. */
record Match(OpenBid buy, OpenBid sell) {
    static Match of(OpenBid one, OpenBid other) {
        return one.type() == BidType.BUY ? new Match(one, other) : new Match(other, one);
    }

    /** Whether the buyer bids at least what the seller wants. */
    boolean isAgreed() {
        return buy.price().compareTo(sell.price()) >= 0;
    }

    /** Whether the seller can take the price. */
    boolean isPayable() {
        return !sell.isGift() || price().isZero();
    }

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
