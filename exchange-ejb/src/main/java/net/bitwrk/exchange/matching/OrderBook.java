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

    /** Puts a bid into the book without trying to match it. */
    void add(OpenBid bid) {
        side(bid.type()).add(bid);
    }

    /** Matches a new bid with the best of the other side, or adds it to the book. */
    Optional<Match> offer(OpenBid bid, Instant now) {
        NavigableSet<OpenBid> others = side(bid.type().other());
        dropExpired(others, now);
        if (others.isEmpty()) {
            add(bid);
            return Optional.empty();
        }
        OpenBid best = others.first();
        Match match = bid.type() == BidType.BUY ? new Match(bid, best) : new Match(best, bid);
        if (match.buy().price().compareTo(match.sell().price()) < 0) {
            add(bid);
            return Optional.empty();
        }
        others.remove(best);
        return Optional.of(match);
    }

    /** Expired bids never match; their money is given back elsewhere. */
    private static void dropExpired(NavigableSet<OpenBid> side, Instant now) {
        while (!side.isEmpty() && side.first().isExpired(now)) {
            side.pollFirst();
        }
    }

    private NavigableSet<OpenBid> side(BidType type) {
        return type == BidType.BUY ? buys : sells;
    }
}
