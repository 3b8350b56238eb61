package net.bitwrk.client.trade;

import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.hash.Hash;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The activities by key: the living and the last 100 ended, also after a restart. Buys with an idempotency key are found by
 * it for as long as their result is kept, however many end meanwhile. Thread-safe.
 */
final class Activities implements AutoCloseable {
    /** Protocol section 11. */
    private static final int ENDED_KEPT = 100;
    /** A buy in each second of a day, and some 100 MB. */
    private static final int MAX_REMEMBERED = 100_000;

    private static final System.Logger LOG = System.getLogger(Activities.class.getName());

    private final ActivityLog log;
    private final Duration keep;
    private final TreeMap<Long, Activity> activities = new TreeMap<>();
    /** By idempotency key, in the order in which they began. */
    private final Map<String, Activity> remembered = new LinkedHashMap<>();

    private long lastKey;

    /**
     * @param keep how long an idempotency key is known after the end of its buy
     * @param stored finds the result of an earlier run
     * @param awaited those of an earlier run that are not over: what they may have paid for can still be had
     */
    Activities(Path file, Clock clock, Duration keep, Function<Hash, Optional<StoredFile>> stored, Set<Long> awaited)
            throws IOException {
        this.log = new ActivityLog(file, clock);
        this.keep = keep;
        for (ActivityLog.Entry entry : log.read()) {
            ActivityView view = afterTheEnd(entry.view(), awaited);
            lastKey = view.key();
            add(new Activity(
                    new ActivityLog.Entry(view, entry.idempotencyKey(), entry.ended()),
                    view.result().flatMap(stored),
                    log));
        }
        dropOld();
        log.rewrite(kept());
    }

    private void add(Activity activity) {
        activities.put(activity.key(), activity);
        activity.idempotencyKey().ifPresent(key -> remembered.put(key.text(), activity));
    }

    private Collection<Activity> kept() {
        var kept = new TreeMap<Long, Activity>(activities);
        remembered.values().forEach(activity -> kept.put(activity.key(), activity));
        return kept.values();
    }

    /** What was alive when the client ended is so no more, unless its result is awaited; it says where it stood. */
    private static ActivityView afterTheEnd(ActivityView view, Set<Long> awaited) {
        if (!view.alive()) {
            return view;
        }
        boolean goesOn = awaited.contains(view.key());
        String what = goesOn
                ? "may be paid for: the result is fetched as soon as transaction " + view.txId() + " shows its key"
                : cutOff(view);
        if (!view.txId().isEmpty()) {
            LOG.log(Level.WARNING, "{0} {1} of {2}: {3}", view.type(), view.key(), view.article(), what);
        }
        return new ActivityView(
                view.key(),
                view.type(),
                view.article(),
                goesOn,
                view.accepted(),
                view.amount(),
                view.bidId(),
                view.txId(),
                what,
                view.phase(),
                view.bytesTotal(),
                view.bytesToTransfer(),
                view.bytesTransferred(),
                view.result());
    }

    private static String cutOff(ActivityView view) {
        String what = "cut off by the end of the client";
        if (!view.txId().isEmpty()) {
            return what + " in phase " + view.phase() + " of transaction " + view.txId();
        }
        return view.bidId().isEmpty() ? what : what + " with bid " + view.bidId() + " out";
    }

    /** A new activity. */
    synchronized Activity begin(BidType type, ArticleId article, Optional<IdempotencyKey> idempotencyKey) {
        dropOld();
        if (log.isLong()) {
            try {
                log.rewrite(kept());
            } catch (IOException e) {
                LOG.log(Level.WARNING, "cannot rewrite the log of activities", e);
            }
        }
        var activity = new Activity(++lastKey, type, article, idempotencyKey, log);
        add(activity);
        log.append(activity);
        return activity;
    }

    private void dropOld() {
        List<Long> ended = activities.values().stream()
                .filter(activity -> !activity.isAlive())
                .map(Activity::key)
                .toList();
        ended.subList(0, Math.max(0, ended.size() - ENDED_KEPT)).forEach(activities::remove);
        forget();
    }

    private void forget() {
        Instant before = log.now().minus(keep);
        for (Iterator<Activity> all = remembered.values().iterator(); all.hasNext(); ) {
            Optional<Instant> ended = all.next().ended();
            if (ended.filter(time -> time.isBefore(before)).isPresent()) {
                all.remove();
            } else if (ended.isPresent()) {
                // Those that began later mostly ended later, too.
                return;
            }
        }
    }

    /** The living and the last 100 ended. */
    synchronized List<Activity> all() {
        dropOld();
        return List.copyOf(activities.values());
    }

    synchronized Optional<Activity> find(long key) {
        return Optional.ofNullable(activities.get(key))
                .or(() -> remembered.values().stream()
                        .filter(activity -> activity.key() == key)
                        .findFirst());
    }

    synchronized Optional<Activity> of(String idempotencyKey) {
        return Optional.ofNullable(remembered.get(idempotencyKey));
    }

    /** Whether another idempotency key would be one too many. */
    synchronized boolean remembersEnough() {
        forget();
        return remembered.size() >= MAX_REMEMBERED;
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
