package net.bitwrk.exchange.matching;

import net.bitwrk.exchange.bid.OpenBid;
import net.bitwrk.protocol.bid.BidType;

import java.time.Instant;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The bids of one market that wait for a match, the best price first, then the oldest (protocol section 6). Pure; not
 * thread-safe: whoever uses it holds the market's lock.
 */
final class OrderBook {
    private static final Comparator<OpenBid> OLDEST = Comparator.comparingLong(OpenBid::position);

    private final NavigableSet<OpenBid> buys =
            new TreeSet<>(Comparator.comparing(OpenBid::price).reversed().thenComparing(OLDEST));
    private final NavigableSet<OpenBid> sells =
            new TreeSet<>(Comparator.comparing(OpenBid::price).thenComparing(OLDEST));

    /** All of both sides, so that those expire, too, that never get to the head of theirs. */
    private final NavigableSet<OpenBid> byExpiry =
            new TreeSet<>(Comparator.comparing(OpenBid::expires).thenComparing(OLDEST));

    /** Puts a bid into the book without trying to match it. */
    void add(OpenBid bid) {
        side(bid.type()).add(bid);
        byExpiry.add(bid);
    }

    /** Matches a new bid with the best of the other side whose seller can be paid, or adds it to the book. */
    Optional<Match> offer(OpenBid bid, Instant now) {
        dropExpired(now);
        for (OpenBid other : side(bid.type().other())) {
            Match match = Match.of(bid, other);
            if (!match.isAgreed()) {
                break;
            }
            if (match.isPayable()) {
                remove(other);
                return Optional.of(match);
            }
        }
        add(bid);
        return Optional.empty();
    }

    /** Expired bids never match; their money is given back elsewhere. */
    void dropExpired(Instant now) {
        while (!byExpiry.isEmpty() && byExpiry.first().isExpired(now)) {
            remove(byExpiry.first());
        }
    }

    private void remove(OpenBid bid) {
        side(bid.type()).remove(bid);
        byExpiry.remove(bid);
    }

    boolean isEmpty() {
        return byExpiry.isEmpty();
    }

    /** How many bids are kept. */
    int size() {
        return byExpiry.size();
    }

    private NavigableSet<OpenBid> side(BidType type) {
        return type == BidType.BUY ? buys : sells;
    }
}
