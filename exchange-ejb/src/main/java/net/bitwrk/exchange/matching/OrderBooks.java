package net.bitwrk.exchange.matching;

import jakarta.enterprise.context.ApplicationScoped;
import net.bitwrk.exchange.bid.Market;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * This node's copies of the order books, each good for one revision of its market's row. A copy is taken out while it is
 * worked on, so that one whose transaction failed is never found again.
 */
@ApplicationScoped
public class OrderBooks {
    private record Copy(long revision, OrderBook book) {}

    private final Map<Market, Copy> copies = new ConcurrentHashMap<>();

    Optional<OrderBook> take(Market market, long revision) {
        return Optional.ofNullable(copies.remove(market))
                .filter(copy -> copy.revision() == revision)
                .map(Copy::book);
    }

    void keep(Market market, long revision, OrderBook book) {
        copies.put(market, new Copy(revision, book));
    }

    /** Takes expired bids out of all copies that are not being worked on, and forgets those that are empty then. */
    void sweep(Instant now) {
        for (Market market : copies.keySet()) {
            copies.computeIfPresent(market, (same, copy) -> {
                copy.book().dropExpired(now);
                return copy.book().isEmpty() ? null : copy;
            });
        }
    }

    /** To be called where the transaction failed after all. */
    void forget(Market market) {
        copies.remove(market);
    }
}
