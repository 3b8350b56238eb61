package net.bitwrk.exchange.matching;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import net.bitwrk.exchange.bid.Market;
import net.bitwrk.exchange.platform.Announcements;
import net.bitwrk.exchange.platform.Unavailable;
import net.bitwrk.protocol.id.BidId;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;

/**
 * Runs {@link Matching} in a task of its own whenever bids of a market have become durable. A market runs once
 * at a time on a node, however often it is woken: two runs at once would only wait for each other's lock, and at the very
 * first bids of a market both would make its row. What fails is tried again by {@link TimeOuts} a second later.
 */
@ApplicationScoped
public class Matcher {
    private static final System.Logger LOG = System.getLogger(Matcher.class.getName());

    private final Matching matching;
    private final Announcements announcements;
    private final Executor executor;

    /** Markets that are being run or about to be, and how often they were woken since. */
    private final ConcurrentMap<Market, Integer> wakes = new ConcurrentHashMap<>();

    protected Matcher() {
        this(null, null, (Executor) null);
    }

    @Inject
    public Matcher(Matching matching, Announcements announcements, ManagedExecutorService executor) {
        this(matching, announcements, (Executor) executor);
    }

    public Matcher(Matching matching, Announcements announcements, Executor executor) {
        this.matching = matching;
        this.announcements = announcements;
        this.executor = executor;
    }

    /** Called after the commit of a bid. */
    public void wake(Market market) {
        if (wakes.merge(market, 1, Integer::sum) == 1) {
            try {
                executor.execute(() -> runUntilQuiet(market));
            } catch (RuntimeException e) {
                // The bid is durable: the clockwork finds it in the queue and wakes again.
                wakes.remove(market);
                LOG.log(System.Logger.Level.WARNING, "no thread to match, will be tried again market=" + market, e);
            }
        }
    }

    /** Takes expired bids out of the order books of this node. */
    public void sweep() {
        matching.sweep();
    }

    /** A bid that comes during a run may have been missed by it: then there is another. */
    private void runUntilQuiet(Market market) {
        int seen;
        do {
            seen = wakes.get(market);
            run(market);
        } while (!wakes.remove(market, seen));
    }

    private static String told(Round.Matched match, Market market) {
        return "bids matched transaction=" + match.transaction() + " buy=" + match.buy() + " sell=" + match.sell()
                + " article=" + market.article() + " price=" + match.price();
    }

    /** What failed because another node was quicker (the first bid of a market makes its row) finds that the second time. */
    private Round round(Market market) {
        try {
            return matching.run(market);
        } catch (RuntimeException e) {
            if (Unavailable.of(e).isPresent()) {
                throw e;
            }
            matching.forget(market);
            LOG.log(
                    System.Logger.Level.WARNING,
                    "matching failed, is tried again market=" + market + " because " + Unavailable.reason(e));
            return matching.run(market);
        }
    }

    private void run(Market market) {
        try {
            Round round;
            do {
                round = round(market);
                announcements.changed(round.changed().stream().map(BidId::text).toList());
                round.matches().forEach(match -> LOG.log(System.Logger.Level.INFO, () -> told(match, market)));
            } while (round.changed().size() >= Matching.MOST_BIDS);
        } catch (Throwable e) {
            // Errors, too: else the market would count as being run for ever.
            matching.forget(market);
            Unavailable.log(LOG, "matching failed market=" + market, e);
        }
    }
}
