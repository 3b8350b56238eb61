package net.bitwrk.exchange.bid;

import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.money.Money;

import java.time.Instant;

/**
 * A bid that may match, as the order book needs it.
 *
 * @param position in the queue: the lower is the older
 * @param reserves whether the seller's account is kept in the currency of this bid for it
 */
public record OpenBid(
        BidId id,
        long position,
        BidType type,
        Money price,
        Money fee,
        Address participant,
        Instant expires,
        boolean reserves) {
    public Money total() {
        return price.plus(fee);
    }

    /** A sell at 0 by somebody who could not take money of this currency: it can be matched at a price of 0 only. */
    public boolean isGift() {
        return type == BidType.SELL && price.isZero() && !reserves;
    }

    public boolean isExpired(Instant now) {
        return !now.isBefore(expires);
    }
}
