package net.bitwrk.client.trade;

import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.client.worker.Worker;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.money.Money;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A buy or a sell, from its begin to its end: what it shows, how to wait for it, how to give it up. Every change but the
 * progress of a transfer is told to the log at once, so that a crash leaves word of what was going on. Thread-safe.
 */
public final class Activity {
    private final Shown shown;
    private final Optional<IdempotencyKey> idempotencyKey;
    private final ActivityLog log;

    private final Outcome outcome = new Outcome();
    private final Cancellation cancellation = new Cancellation();
    private Optional<Worker> worker = Optional.empty();
    private Optional<Instant> ended = Optional.empty();

    Activity(long key, BidType type, ArticleId article, Optional<IdempotencyKey> idempotencyKey, ActivityLog log) {
        this(new Shown(key, type, article), idempotencyKey, log);
    }

    private Activity(Shown shown, Optional<IdempotencyKey> idempotencyKey, ActivityLog log) {
        this.shown = shown;
        this.idempotencyKey = idempotencyKey;
        this.log = log;
    }

    /**
     * One of an earlier run of this client, as the log has it.
     *
     * @param file its result, if that is still in the store
     */
    Activity(ActivityLog.Entry entry, Optional<StoredFile> file, ActivityLog log) {
        this(new Shown(entry.view()), entry.idempotencyKey(), log);
        if (shown.isAlive()) {
            cancellation.close();
            return;
        }
        ended = entry.ended().or(() -> Optional.of(log.now()));
        String why = entry.view().result().isPresent() ? "its result is not in the store any more" : shown.info();
        file.ifPresentOrElse(outcome::is, () -> outcome.is(new TradeFailed(TradeFailed.Reason.CANCELLED, why)));
    }

    public long key() {
        return shown.key();
    }

    Optional<IdempotencyKey> idempotencyKey() {
        return idempotencyKey;
    }

    public synchronized ActivityView view() {
        return shown.view();
    }

    /** What it waits for until there is a match, in words that follow "waits for"; else empty. */
    public synchronized String waitsFor() {
        return shown.waitsFor();
    }

    synchronized void waitsFor(String what) {
        shown.waitsFor(what);
    }

    public synchronized boolean isAlive() {
        return shown.isAlive();
    }

    /** When it ended; empty while it lives. */
    synchronized Optional<Instant> ended() {
        return ended;
    }

    /** Waits for the result of a buy. An interrupt ends the wait, not the buy. */
    public StoredFile await() throws TradeFailed, InterruptedException {
        return outcome.await();
    }

    /** The same, for at most {@code limit}. */
    public StoredFile await(Duration limit) throws TradeFailed, InterruptedException, TimeoutException {
        return outcome.await(limit);
    }

    /** Has {@code action} run when it has ended, at once if it has; by whichever thread ended it. */
    public void whenOver(Runnable action) {
        outcome.whenThere(action);
    }

    /**
     * Gives it up: an unmatched bid is taken back, what the transaction owned is closed. Harmless after the end, and when
     * it may be paid already.
     */
    public void cancel(String reason) {
        synchronized (this) {
            if (!shown.isAlive() || !cancellation.request()) {
                return;
            }
            shown.givenUp(reason);
        }
        cancellation.run();
    }

    /** What {@link #cancel} does; at once if that was called before. */
    void onCancel(Runnable action) {
        cancellation.does(action);
    }

    /**
     * A receipt is about to leave: from now on nothing gives this up, and when this returns the log has word of it on disk.
     *
     * @return false if it was given up before
     */
    boolean mayBePaid() {
        boolean inTime = cancellation.close();
        log.sync();
        return inTime;
    }

    boolean isTooLateToCancel() {
        return cancellation.isTooLate();
    }

    /** Gives it up, or, if it may be paid already, leaves it to the next start of this client. */
    void clientEnds() {
        cancel("the client ended");
        if (isAlive() && cancellation.isTooLate()) {
            cancellation.run();
            String why = "the client ended: what may be paid for is fetched when it is started again";
            outcome.is(new TradeFailed(TradeFailed.Reason.CANCELLED, why));
        }
    }

    /** A sell by {@code seller} that has no transaction and no local match yet. */
    synchronized boolean isWaitingSellOf(Worker seller) {
        return worker.equals(Optional.of(seller)) && !shown.isMatched();
    }

    synchronized void sells(Worker seller) {
        worker = Optional.of(seller);
    }

    /** Its bid is about to be placed. */
    synchronized void offers(Money price) {
        shown.offers(price);
    }

    void totalIs(long bytes) {
        change(now -> now.totalIs(bytes));
    }

    void isOnlyLocal() {
        change(Shown::isOnlyLocal);
    }

    void matchedLocally(long other) {
        change(now -> now.matchedLocally(other));
    }

    void published(String bid, Money price) {
        change(now -> now.published(bid, price));
    }

    /** The bid ended unmatched, and there may be another one. */
    void withdrawn() {
        change(Shown::withdrawn);
    }

    void contracted(String transaction, Money price) {
        change(now -> now.contracted(transaction, price));
    }

    void phaseIs(String name) {
        synchronized (this) {
            if (!shown.phaseIs(name)) {
                return;
            }
        }
        log.append(this);
    }

    synchronized void transferring(long toTransfer, long transferred) {
        shown.transferring(toTransfer, transferred);
    }

    /** The log asks for the view, so it is told without the lock. */
    private void change(Consumer<Shown> what) {
        synchronized (this) {
            what.accept(shown);
        }
        log.append(this);
    }

    void succeeded(StoredFile file) {
        synchronized (this) {
            shown.succeeded(file.key());
            ended = Optional.of(log.now());
        }
        log.append(this);
        outcome.is(file);
    }

    /** The same after a restart, or after it had failed because its result could not be stored; it says where that is. */
    void succeededLater(StoredFile file) {
        Runnable tellThoseWhoWait;
        synchronized (this) {
            // Together: whoever sees that there is a result gets it.
            tellThoseWhoWait = outcome.isAfterAll(file);
            shown.succeededLater(file.key());
            ended = Optional.of(log.now());
        }
        log.append(this);
        tellThoseWhoWait.run();
    }

    /** The end of a sell that went well. */
    void sold() {
        synchronized (this) {
            shown.sold();
            ended = Optional.of(log.now());
        }
        log.append(this);
        outcome.isNothing();
    }

    /** Nothing that fails after the end takes a result back. */
    void failed(TradeFailed failure) {
        synchronized (this) {
            if (!shown.isAlive()) {
                return;
            }
            boolean isGivenUp = cancellation.isRequested() && !shown.info().isEmpty();
            shown.failed(isGivenUp ? shown.info() : failure.getMessage());
            ended = Optional.of(log.now());
        }
        log.append(this);
        outcome.is(failure);
    }
}
