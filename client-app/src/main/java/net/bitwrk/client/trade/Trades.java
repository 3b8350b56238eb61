package net.bitwrk.client.trade;

import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.client.worker.Worker;
import net.bitwrk.client.worker.WorkerListener;
import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.money.Money;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All buying and selling of this client. Sells begin by themselves as workers become ready; buys are started here. A thread
 * an activity, from its begin to its end. Thread-safe.
 */
public final class Trades implements AutoCloseable {
    private static final int STOP_SECONDS = 5;
    private static final int IDLE_SECONDS = 30;

    private final TradeParts parts;
    private final Desk desk;
    private final Activities activities;
    private final KeptResults kept;
    private final ThreadPoolExecutor buyers = threads("buy");
    private final ThreadPoolExecutor sellers = threads("sell");
    private final ThreadPoolExecutor looker = looker();

    /** @throws IOException if the log of activities cannot be read or written */
    public Trades(TradeParts parts) throws IOException {
        this.parts = parts;
        this.kept = new KeptResults(parts, this::activity);
        this.activities = new Activities(parts.log(), parts.clock(), parts.keep(), parts.store()::find, kept.awaited());
        this.desk = new Desk(parts.limits(), parts.mandates(), parts.exchange().reachability()::answers, looker);
        kept.begin();
        parts.mandates().onChange(desk::look);
        parts.exchange().reachability().onReturn(this::exchangeReturned);
        parts.workers().listen(new WorkerListener() {
            @Override
            public void isReady(Worker worker) {
                startSell(worker);
            }

            @Override
            public void isGone(Worker worker) {
                endSellsOf(worker);
            }
        });
    }

    private static ThreadPoolExecutor threads(String name) {
        var count = new AtomicInteger();
        return new ThreadPoolExecutor(
                0, TradeLimits.MAX_ACTIVITIES, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    var thread = new Thread(task, name + "-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** One thread, and what comes while it is at it is one more look. */
    private static ThreadPoolExecutor looker() {
        var looker = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(1),
                task -> {
                    var thread = new Thread(task, "desk");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
        looker.allowCoreThreadTimeOut(true);
        return looker;
    }

    /**
     * Starts to buy the result of {@code work}, and returns at once.
     *
     * @param price the most that is paid, without the fee; empty: wait for a mandate. Also with a price, a sell of this very
     *     client is taken first, for nothing
     * @param idempotencyKey the same key again gives the same activity, also after a restart, for as long as its result is
     *     kept
     * @throws TradeFailed with reason LIMIT if too many buys are going on, or the work is not in the store any more; with
     *     reason OTHER_CONTENT if the same key came with another article or other work
     */
    public synchronized Activity startBuy(
            ArticleId article, StoredFile work, Optional<Money> price, Optional<String> idempotencyKey)
            throws TradeFailed {
        Optional<Activity> known = idempotencyKey.flatMap(activities::of);
        if (known.isPresent()) {
            requireSame(known.get(), article, work);
            return known.get();
        }
        if (idempotencyKey.isPresent() && activities.remembersEnough()) {
            throw new TradeFailed(TradeFailed.Reason.LIMIT, "too many idempotency keys are known");
        }
        Closeable hold = hold(work);
        Activity activity =
                activities.begin(BidType.BUY, article, idempotencyKey.map(key -> new IdempotencyKey(key, work.key())));
        activity.whenOver(() -> letGo(hold));
        activity.totalIs(work.size());
        var buy = new Buy(parts, desk, kept, activity, work, price);
        try {
            buyers.execute(buy);
        } catch (RejectedExecutionException e) {
            buy.abandon();
            var failure = new TradeFailed(TradeFailed.Reason.LIMIT, "too many buys at once");
            activity.failed(failure);
            throw failure;
        }
        activity.onCancel(buy::interrupt);
        return activity;
    }

    private static void requireSame(Activity known, ArticleId article, StoredFile work) throws TradeFailed {
        IdempotencyKey key = known.idempotencyKey().orElseThrow();
        ArticleId before = known.view().article();
        if (!before.equals(article) || !key.work().equals(work.key())) {
            throw new TradeFailed(
                    TradeFailed.Reason.OTHER_CONTENT,
                    "Idempotency-Key '" + Malformed.shown(key.text()) + "' belongs to activity " + known.key() + ", "
                            + before + " for work " + key.work() + ", not to " + article + " for work " + work.key());
        }
    }

    /** While a buy lives, its work must not make room for anything else. */
    private Closeable hold(StoredFile work) throws TradeFailed {
        try {
            return parts.store().hold(work);
        } catch (NoSuchFileException e) {
            throw new TradeFailed(
                    TradeFailed.Reason.LIMIT, "the work had to make room for other files: make -store-size larger", e);
        }
    }

    private static void letGo(Closeable hold) {
        try {
            hold.close();
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is written here", e);
        }
    }

    private void exchangeReturned() {
        desk.lookSoon();
        kept.trySoon();
    }

    private void startSell(Worker worker) {
        if (sellers.isShutdown()) {
            // The client ends: this worker's last sell has just been given up.
            return;
        }
        Activity activity = activities.begin(BidType.SELL, worker.article(), Optional.empty());
        var sell = new Sell(parts, desk, activity, worker);
        try {
            sellers.execute(sell);
        } catch (RejectedExecutionException e) {
            activity.failed(new TradeFailed(TradeFailed.Reason.LIMIT, "too many sells at once"));
            worker.failedSale("too many sells at once", false);
            return;
        }
        activity.onCancel(sell::interrupt);
    }

    private void endSellsOf(Worker worker) {
        activities.all().stream()
                .filter(Activity::isAlive)
                .filter(activity -> activity.isWaitingSellOf(worker))
                .forEach(activity -> activity.cancel("the worker was unregistered"));
    }

    /** The living and the last 100 ended, by key. */
    public List<ActivityView> activities() {
        return activities.all().stream().map(Activity::view).toList();
    }

    public Optional<Activity> activity(long key) {
        return activities.find(key);
    }

    /** Gives up all that is going on, waits a moment for it to end. */
    @Override
    public void close() throws IOException {
        buyers.shutdown();
        sellers.shutdown();
        activities.all().forEach(Activity::clientEnds);
        try {
            boolean ended = buyers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)
                    && sellers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                System.getLogger(Trades.class.getName())
                        .log(System.Logger.Level.WARNING, "some activities did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        looker.shutdownNow();
        kept.close();
        activities.close();
    }
}
