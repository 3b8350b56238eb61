package net.bitwrk.client.trade;

import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The activities by key: the living and the last 100 ended, also after a restart. Thread-safe. */
final class Activities implements AutoCloseable {
    /** Protocol section 11. */
    private static final int ENDED_KEPT = 100;

    private static final System.Logger LOG = System.getLogger(Activities.class.getName());

    private final ActivityLog log;
    private final TreeMap<Long, Activity> activities = new TreeMap<>();
    private long lastKey;

    Activities(Path file) throws IOException {
        log = new ActivityLog(file);
        for (ActivityLog.Entry entry : log.read()) {
            ActivityView view = entry.view();
            lastKey = view.key();
            activities.put(view.key(), new Activity(cutOff(view), entry.idempotencyKey(), log));
        }
        dropOld();
        log.rewrite(activities.values());
    }

    /** What was alive when this client ended is so no more, and says where it stood. */
    private static ActivityView cutOff(ActivityView view) {
        if (!view.alive()) {
            return view;
        }
        String what = "cut off by the end of the client";
        if (!view.txId().isEmpty()) {
            what += " in phase " + view.phase() + " of transaction " + view.txId();
            LOG.log(Level.WARNING, "{0} {1} of {2} was {3}", view.type(), view.key(), view.article(), what);
        } else if (!view.bidId().isEmpty()) {
            what += " with bid " + view.bidId() + " out";
        }
        return new ActivityView(
                view.key(),
                view.type(),
                view.article(),
                false,
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

    /** A new activity. */
    synchronized Activity begin(BidType type, ArticleId article, Optional<String> idempotencyKey) {
        dropOld();
        if (log.isLong()) {
            try {
                log.rewrite(activities.values());
            } catch (IOException e) {
                LOG.log(Level.WARNING, "cannot rewrite the log of activities", e);
            }
        }
        var activity = new Activity(++lastKey, type, article, idempotencyKey, log);
        activities.put(activity.key(), activity);
        log.append(activity);
        return activity;
    }

    private void dropOld() {
        List<Long> ended = activities.values().stream()
                .filter(activity -> !activity.isAlive())
                .map(Activity::key)
                .toList();
        ended.subList(0, Math.max(0, ended.size() - ENDED_KEPT)).forEach(activities::remove);
    }

    synchronized List<Activity> all() {
        dropOld();
        return List.copyOf(activities.values());
    }

    synchronized Optional<Activity> find(long key) {
        return Optional.ofNullable(activities.get(key));
    }

    synchronized Optional<Activity> of(String idempotencyKey) {
        return activities.values().stream()
                .filter(activity -> activity.idempotencyKey().equals(Optional.of(idempotencyKey)))
                .findFirst();
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
