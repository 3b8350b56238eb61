package net.bitwrk.exchange.matching;

import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.money.Money;

import java.util.List;
import java.util.Set;

/**
 * What one run of {@link Matching} has come to.
 *
 * @param changed all bids that have changed; where they are {@link Matching#MOST_BIDS} or more, others may still be queued
 * @param matches the new transactions
 */
public record Round(Set<BidId> changed, List<Matched> matches) {
    static final Round NOTHING = new Round(Set.of(), List.of());

    /** A transaction and its bids. */
    public record Matched(TransactionId transaction, BidId buy, BidId sell, Money price) {}

    public Round {
        changed = Set.copyOf(changed);
        matches = List.copyOf(matches);
    }
}
