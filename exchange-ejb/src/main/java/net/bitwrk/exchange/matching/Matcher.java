package net.bitwrk.exchange.matching;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import net.bitwrk.exchange.bid.Market;
import net.bitwrk.exchange.platform.Announcements;
import net.bitwrk.protocol.id.BidId;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Runs {@link Matching} in a task of its own whenever bids of a market have become durable. However often it is woken
 * before it starts, it runs once. What fails is tried again by {@link TimeOuts} a second later.
 */
@ApplicationScoped
public class Matcher {
    private static final System.Logger LOG = System.getLogger(Matcher.class.getName());

    private final Matching matching;
    private final Announcements announcements;
    private final Executor executor;
    private final Set<Market> woken = ConcurrentHashMap.newKeySet();

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
        if (woken.add(market)) {
            executor.execute(() -> run(market));
        }
    }

    private void run(Market market) {
        // First: a bid that comes from here on wakes another run.
        woken.remove(market);
        try {
            Set<BidId> changed = matching.run(market);
            announcements.changed(changed.stream().map(BidId::text).toList());
        } catch (RuntimeException e) {
            matching.forget(market);
            LOG.log(System.Logger.Level.ERROR, "matching failed market=" + market, e);
        }
    }
}
