package net.bitwrk.client.trade;

import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.client.worker.Worker;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.money.Currency;
import net.bitwrk.protocol.money.Money;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * A buy or a sell, from its begin to its end: what it shows, how to wait for it, how to give it up. Every change but the
 * progress of a transfer is told to the log at once, so that a crash leaves word of what was going on. Thread-safe.
 */
public final class Activity {
    private final long key;
    private final BidType type;
    private final ArticleId article;
    private final Optional<IdempotencyKey> idempotencyKey;
    private final ActivityLog log;

    private final Outcome outcome = new Outcome();
    private boolean accepted;
    private Money amount = Money.zero(Currency.BTC);
    private String bidId = "";
    private String txId = "";
    private String info = "";
    private String phase = "";
    private String waitsFor = "";
    private long bytesTotal;
    private long bytesToTransfer;
    private long bytesTransferred;
    private Optional<Worker> worker = Optional.empty();
    private Optional<Hash> result = Optional.empty();
    private boolean alive = true;
    private Optional<Instant> ended = Optional.empty();
    private final Cancellation cancellation = new Cancellation();

    Activity(long key, BidType type, ArticleId article, Optional<IdempotencyKey> idempotencyKey, ActivityLog log) {
        this.key = key;
        this.type = type;
        this.article = article;
        this.idempotencyKey = idempotencyKey;
        this.log = log;
    }

    /**
     * One of an earlier run of this client, as the log has it.
     *
     * @param file its result, if that is still in the store
     */
    Activity(ActivityLog.Entry entry, Optional<StoredFile> file, ActivityLog log) {
        this(entry.view().key(), entry.view().type(), entry.view().article(), entry.idempotencyKey(), log);
        ActivityView view = entry.view();
        accepted = view.accepted();
        amount = view.amount();
        bidId = view.bidId();
        txId = view.txId();
        info = view.info();
        phase = view.phase();
        bytesTotal = view.bytesTotal();
        bytesToTransfer = view.bytesToTransfer();
        bytesTransferred = view.bytesTransferred();
        result = view.result();
        alive = view.alive();
        if (alive) {
            cancellation.close();
            return;
        }
        ended = entry.ended().or(() -> Optional.of(log.now()));
        String why = result.isPresent() ? "its result is not in the store any more" : info;
        file.ifPresentOrElse(outcome::is, () -> outcome.is(new TradeFailed(TradeFailed.Reason.CANCELLED, why)));
    }

    public long key() {
        return key;
    }

    Optional<IdempotencyKey> idempotencyKey() {
        return idempotencyKey;
    }

    public synchronized ActivityView view() {
        return new ActivityView(
                key,
                type,
                article,
                alive,
                accepted,
                amount,
                bidId,
                txId,
                info,
                phase,
                bytesTotal,
                bytesToTransfer,
                bytesTransferred,
                result);
    }

    /** What it waits for until there is a match, in words that follow "waits for"; else empty. */
    public synchronized String waitsFor() {
        boolean isMatched = !txId.isEmpty() || phase.startsWith("LOCAL");
        return alive && !isMatched ? waitsFor : "";
    }

    synchronized void waitsFor(String what) {
        waitsFor = what;
    }

    /** Its bid is about to be placed. */
    synchronized void offers(Money price) {
        amount = price;
        waitsFor = "the exchange to take the bid";
    }

    public synchronized boolean isAlive() {
        return alive;
    }

    /** When it ended; empty while it lives. */
    synchronized Optional<Instant> ended() {
        return ended;
    }

    /** The caller has the lock. */
    private void end() {
        alive = false;
        ended = Optional.of(log.now());
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
            if (!alive || !cancellation.request()) {
                return;
            }
            info = reason;
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
        return worker.equals(Optional.of(seller)) && txId.isEmpty() && !phase.startsWith("LOCAL");
    }

    synchronized void sells(Worker seller) {
        worker = Optional.of(seller);
    }

    void totalIs(long bytes) {
        synchronized (this) {
            bytesTotal = bytes;
        }
        log.append(this);
    }

    void isOnlyLocal() {
        synchronized (this) {
            accepted = true;
        }
        log.append(this);
    }

    void matchedLocally(long other) {
        synchronized (this) {
            accepted = true;
            phase = "LOCAL (#" + other + ")";
        }
        log.append(this);
    }

    void published(String bid, Money price) {
        synchronized (this) {
            accepted = true;
            bidId = bid;
            amount = price;
        }
        log.append(this);
    }

    /** The bid ended unmatched, and there may be another one. */
    void withdrawn() {
        synchronized (this) {
            accepted = false;
            bidId = "";
            phase = "";
        }
        log.append(this);
    }

    void phaseIs(String name) {
        synchronized (this) {
            if (phase.equals(name)) {
                return;
            }
            phase = name;
        }
        log.append(this);
    }

    void contracted(String transaction, Money price) {
        synchronized (this) {
            txId = transaction;
            amount = price;
        }
        log.append(this);
    }

    synchronized void transferring(long toTransfer, long transferred) {
        bytesToTransfer = toTransfer;
        bytesTransferred = transferred;
    }

    void succeeded(StoredFile file) {
        synchronized (this) {
            result = Optional.of(file.key());
            end();
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
            result = Optional.of(file.key());
            info = "paid for in transaction " + txId + ", stored later as /file/" + file.key();
            end();
        }
        log.append(this);
        tellThoseWhoWait.run();
    }

    /** The end of a sell that went well. */
    void sold() {
        synchronized (this) {
            end();
        }
        log.append(this);
        outcome.isNothing();
    }

    /** Nothing that fails after the end takes a result back. */
    void failed(TradeFailed failure) {
        synchronized (this) {
            if (!alive) {
                return;
            }
            if (!cancellation.isRequested() || info.isEmpty()) {
                info = failure.getMessage();
            }
            end();
        }
        log.append(this);
        outcome.is(failure);
    }
}
