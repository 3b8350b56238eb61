package net.bitwrk.exchange.matching;

import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import net.bitwrk.exchange.bid.OpenBids;
import net.bitwrk.exchange.nonce.Nonces;
import net.bitwrk.exchange.platform.Announcements;
import net.bitwrk.exchange.platform.Batches;
import net.bitwrk.exchange.platform.Unavailable;
import net.bitwrk.exchange.transaction.Transactions;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Every second: expires bids and transactions whose time is over, and wakes the matcher for bids that a crash has left
 * in the queue, so at start, too. One that fails does not stop the rest; it is logged and tried again later.
 */
@Singleton
@Startup
@DependsOn("SchemaMigrator")
@TransactionManagement(TransactionManagementType.BEAN)
public class TimeOuts {
    private static final System.Logger LOG = System.getLogger(TimeOuts.class.getName());
    private static final int BATCH = 200;

    /** So that one tick comes to an end whatever happens; the next one goes on. */
    private static final int MAX_BATCHES = 50;

    private final OpenBids bids;
    private final Transactions transactions;
    private final Nonces nonces;
    private final Matcher matcher;
    private final Announcements announcements;

    protected TimeOuts() {
        this(null, null, null, null, null);
    }

    @Inject
    public TimeOuts(
            OpenBids bids, Transactions transactions, Nonces nonces, Matcher matcher, Announcements announcements) {
        this.bids = bids;
        this.transactions = transactions;
        this.nonces = nonces;
        this.matcher = matcher;
        this.announcements = announcements;
    }

    @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
    public void tick() {
        attempt("expiry of bids", () -> expire("bid", "bid expired bid=", bids::due, bids::expire, bids::postpone));
        attempt(
                "time-out of transactions",
                () -> expire(
                        "transaction",
                        "transaction settled by time-out transaction=",
                        transactions::due,
                        transactions::expire,
                        transactions::postpone));
        attempt("sweeping of order books", matcher::sweep);
        attempt("look for queued bids", () -> bids.withQueue().forEach(matcher::wake));
    }

    @Schedule(hour = "*", minute = "*", persistent = false)
    public void forgetNonces() {
        attempt("forgetting of nonces", nonces::forgetOld);
    }

    private static void attempt(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            Unavailable.log(LOG, what + " failed, will be tried again", e);
        }
    }

    private <T> void expire(
            String what,
            String told,
            Function<Integer, List<T>> due,
            Function<List<T>, List<Boolean>> batch,
            Consumer<List<T>> later) {
        for (int i = 0; i < MAX_BATCHES; i++) {
            List<T> ids = due.apply(BATCH);
            if (ids.isEmpty()) {
                return;
            }
            List<String> changed = new ArrayList<>();
            List<T> failed = new ArrayList<>();
            Batches.run(
                    ids,
                    batch,
                    batch,
                    (id, did) -> {
                        if (did) {
                            changed.add(id.toString());
                            LOG.log(System.Logger.Level.INFO, () -> told + id);
                        }
                    },
                    (id, failure) -> {
                        failed.add(id);
                        Unavailable.log(LOG, "time-out failed " + what + "=" + id, failure);
                    });
            announcements.changed(changed);
            if (!failed.isEmpty()) {
                later.accept(failed);
            }
        }
    }
}
