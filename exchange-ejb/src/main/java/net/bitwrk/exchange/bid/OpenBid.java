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
 */
public record OpenBid(
        BidId id, long position, BidType type, Money price, Money fee, Address participant, Instant expires) {
    public Money total() {
        return price.plus(fee);
    }

    public boolean isExpired(Instant now) {
        return !now.isBefore(expires);
    }
}
