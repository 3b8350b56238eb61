package net.bitwrk.client.trade;

import net.bitwrk.client.cafs.Folders;
import net.bitwrk.client.exchange.ExchangeRefused;
import net.bitwrk.client.peer.EncryptedResult;
import net.bitwrk.protocol.id.TransactionId;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What may be paid for and is not in the store yet: results whose key is awaited, and those for which there was no room.
 * Each is a {@link KeptResult} in one folder, so that neither the end of this client nor a full disk loses it. While its
 * buy has it in hand, that deals with it; all others are tried at every start, when the exchange answers again, and once a
 * minute. Thread-safe.
 */
final class KeptResults implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(KeptResults.class.getName());
    private static final int SECONDS_BETWEEN_TRIES = 60;
    private static final int STOP_SECONDS = 5;

    private final TradeParts parts;
    private final Path folder;
    private final LongFunction<Optional<Activity>> activities;
    private final Set<Path> inHand = ConcurrentHashMap.newKeySet();
    private final Set<Path> told = new HashSet<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "kept-results");
        thread.setDaemon(true);
        return thread;
    });

    /** @param activities finds the buy whose result it is */
    KeptResults(TradeParts parts, LongFunction<Optional<Activity>> activities) {
        this.parts = parts;
        this.folder = parts.unstored();
        this.activities = activities;
    }

    /** The keys of the activities that are not over, because the key of their result is awaited. */
    Set<Long> awaited() throws IOException {
        return all().stream()
                .filter(kept -> kept.transaction().isPresent())
                .map(KeptResult::activity)
                .collect(Collectors.toSet());
    }

    /** Begins to try those of earlier runs, and all that are given out of hand from now on. */
    void begin() {
        timer.scheduleWithFixedDelay(this::tryAll, 0, SECONDS_BETWEEN_TRIES, TimeUnit.SECONDS);
    }

    /** Has all be tried now; returns at once. */
    void trySoon() {
        try {
            timer.execute(this::tryAll);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "the client ends", e);
        }
    }

    /** One that its buy has in hand until this is closed. */
    final class Held implements AutoCloseable {
        private final KeptResult kept;
        private final EncryptedResult content;

        private Held(KeptResult kept, EncryptedResult content) {
            this.kept = kept;
            this.content = content;
        }

        KeptResult kept() {
            return kept;
        }

        EncryptedResult content() {
            return content;
        }

        @Override
        public void close() {
            inHand.remove(kept.path());
        }
    }

    /** Takes one over, before a receipt for it leaves: when this returns it is safe. */
    Held keep(long activity, TransactionId transaction, EncryptedResult result) throws IOException {
        Folders.create(folder);
        KeptResult kept = KeptResult.awaited(folder, activity, transaction);
        inHand.add(kept.path());
        try {
            return new Held(kept, result.moveTo(kept.path()));
        } catch (IOException | RuntimeException e) {
            kept.drop();
            inHand.remove(kept.path());
            throw e;
        }
    }

    private List<KeptResult> all() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.sorted().map(KeptResult::at).flatMap(Optional::stream).toList();
        }
    }

    private void tryAll() {
        try {
            boolean answers = true;
            for (KeptResult kept : all()) {
                boolean isFree = !inHand.contains(kept.path()) && Files.exists(kept.path());
                if (isFree && (answers || kept.key().isPresent())) {
                    answers &= tryOne(kept);
                }
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot read " + folder, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // The timer would end with it.
            LOG.log(Level.ERROR, "a fault of this client", e);
        }
    }

    /** False where the exchange does not answer. */
    private boolean tryOne(KeptResult kept) throws InterruptedException {
        var pickup = Pickup.later(parts, activities.apply(kept.activity()));
        try {
            if (kept.key().isPresent()) {
                pickup.store(kept);
            } else {
                pickup.lookAgain(kept);
            }
            return true;
        } catch (IOException e) {
            Level level = told.add(kept.path()) ? Level.WARNING : Level.DEBUG;
            LOG.log(level, "a result that may be paid for cannot be stored yet: {0}", e.getMessage());
            return e instanceof ExchangeRefused || kept.key().isPresent();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            if (!timer.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(Level.WARNING, "a paid result is still being stored");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
