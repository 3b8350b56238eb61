package net.bitwrk.client.mandate;

import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.money.Money;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All mandates of this client. A trade takes a {@link Grant} out before it commits money, and that is on disk before the
 * bid leaves: a crash can make a mandate smaller than it need be, never larger. Thread-safe.
 */
public final class Mandates {
    private static final System.Logger LOG = System.getLogger(Mandates.class.getName());

    private final MandateFile file;
    private final Clock clock;
    private final TreeMap<Long, Mandate> mandates = new TreeMap<>();
    /** Grants not yet settled, by mandate: a mandate without trades left is kept for what may come back. */
    private final Map<Long, Integer> outstanding = new HashMap<>();

    private long lastKey;
    private volatile Runnable changed = () -> {};

    /** @throws IOException if {@code path} is there and cannot be read */
    public Mandates(Path path, Clock clock) throws IOException {
        this.file = new MandateFile(path);
        this.clock = clock;
        MandateFile.Content content = file.read();
        lastKey = content.lastKey();
        content.mandates().forEach(mandate -> mandates.put(mandate.key(), mandate));
    }

    /** Has {@code action} run, by the thread that made it, after every change that may permit more than before. */
    public void onChange(Runnable action) {
        changed = action;
    }

    /** A new mandate. */
    public Mandate permit(Terms terms) {
        Mandate made;
        synchronized (this) {
            made = Mandate.of(++lastKey, terms, clock.instant());
            mandates.put(made.key(), made);
            saveOr(() -> mandates.remove(lastKey));
        }
        LOG.log(
                Level.INFO,
                "mandate permitted key={0} type={1} article={2} price={3}",
                made.key(),
                made.type(),
                made.article(),
                made.price());
        changed.run();
        return made;
    }

    /** Ends a mandate; trades under way go on. False if there is none of this key. */
    public synchronized boolean revoke(long key) {
        boolean wasThere = mandates.remove(key) != null;
        outstanding.remove(key);
        if (wasThere) {
            save();
            LOG.log(Level.INFO, "mandate revoked key={0}", key);
        }
        return wasThere;
    }

    /** The mandates that permit something, the oldest first. */
    public synchronized List<Mandate> all() {
        dropEnded();
        return mandates.values().stream()
                .filter(mandate -> !mandate.usesTradesLeft() || mandate.tradesLeft() > 0)
                .toList();
    }

    /**
     * Takes one trade out of the oldest mandate that permits it; empty if none does.
     *
     * @throws UncheckedIOException if that cannot be put down; then nothing was taken
     */
    public synchronized Optional<Grant> grant(BidType type, ArticleId article) {
        Instant now = clock.instant();
        for (Mandate mandate : mandates.values()) {
            if (mandate.type() == type && mandate.article().equals(article) && mandate.permitsOneMore(now)) {
                return Optional.of(take(mandate));
            }
        }
        return Optional.empty();
    }

    private Grant take(Mandate mandate) {
        Money reserved = mandate.perTrade();
        int left = mandate.usesTradesLeft() ? mandate.tradesLeft() - 1 : mandate.tradesLeft();
        mandates.put(
                mandate.key(),
                mandate.withTradesAndCommitted(left, mandate.committed().plus(reserved)));
        outstanding.merge(mandate.key(), 1, Integer::sum);
        saveOr(() -> {
            mandates.put(mandate.key(), mandate);
            outstanding.merge(mandate.key(), -1, Integer::sum);
        });
        return new Grant(mandate.key(), mandate.price(), reserved);
    }

    /** The trade took place and moved {@code moved}, at most what was reserved. */
    public void settle(Grant grant, Money moved) {
        end(grant, moved, 0);
    }

    /** Nothing was traded, and nothing can be any more: the bid was refused, ended unmatched, or its transaction cannot pay. */
    public void giveBack(Grant grant) {
        end(grant, Money.zero(grant.price().currency()), 1);
    }

    private void end(Grant grant, Money moved, int trades) {
        synchronized (this) {
            Mandate mandate = mandates.get(grant.mandate());
            if (mandate == null) {
                return;
            }
            outstanding.merge(grant.mandate(), -1, Integer::sum);
            Money committed = mandate.committed().minus(grant.reserved()).plus(moved);
            int left = mandate.usesTradesLeft() ? mandate.tradesLeft() + trades : mandate.tradesLeft();
            mandates.put(mandate.key(), mandate.withTradesAndCommitted(left, committed));
            dropEnded();
            saveOrLog();
        }
        changed.run();
    }

    private void dropEnded() {
        Instant now = clock.instant();
        mandates.values()
                .removeIf(mandate -> mandate.isOver(now)
                        || mandate.usesTradesLeft()
                                && mandate.tradesLeft() == 0
                                && outstanding.getOrDefault(mandate.key(), 0) == 0);
        outstanding.keySet().retainAll(mandates.keySet());
    }

    /** What cannot be put down has not been done. */
    private void saveOr(Runnable undo) {
        try {
            save();
        } catch (UncheckedIOException e) {
            undo.run();
            throw e;
        }
    }

    /** What a trade gives back, the file may lack: it then permits less, and the next write tells it. */
    private void saveOrLog() {
        try {
            save();
        } catch (UncheckedIOException e) {
            LOG.log(Level.WARNING, e.getMessage(), e);
        }
    }

    private void save() {
        try {
            file.write(lastKey, mandates.values());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the mandates: " + e.getMessage(), e);
        }
    }
}
