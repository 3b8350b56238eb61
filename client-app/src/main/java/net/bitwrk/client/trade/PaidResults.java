package net.bitwrk.client.trade;

import net.bitwrk.client.cafs.Store;
import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.client.peer.EncryptedResult;
import net.bitwrk.protocol.hash.Secret;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Results that were paid for and could not be stored. They stay as their sellers sent them, and are tried again at every
 * start and once a minute. A file's name alone tells its activity and its key, because a full disk may take no other file;
 * that key is no secret any more, the exchange shows it to everybody. Thread-safe.
 */
final class PaidResults implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PaidResults.class.getName());
    private static final Pattern NAME = Pattern.compile("([0-9]{1,18})-([0-9a-f]{64})\\.encrypted");
    private static final int SECONDS_BETWEEN_TRIES = 60;
    private static final int STOP_SECONDS = 5;

    private final Path folder;
    private final Store store;
    private final Duration keep;
    private final BiConsumer<Long, StoredFile> stored;
    private final Set<Path> told = new HashSet<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "paid-results");
        thread.setDaemon(true);
        return thread;
    });

    /** @param stored told of each that could be stored after all, with the key of its activity */
    PaidResults(Path folder, Store store, Duration keep, BiConsumer<Long, StoredFile> stored) {
        this.folder = folder;
        this.store = store;
        this.keep = keep;
        this.stored = stored;
    }

    /** Begins to try those of earlier runs, and all that are rescued from now on. */
    void begin() {
        timer.scheduleWithFixedDelay(this::tryAll, 0, SECONDS_BETWEEN_TRIES, TimeUnit.SECONDS);
    }

    /** Takes one over; where it is now. */
    Path rescue(long activity, EncryptedResult result, Secret key) throws IOException {
        Path path = Files.createDirectories(folder).resolve(activity + "-" + key.hex() + ".encrypted");
        result.moveTo(path);
        return path.toAbsolutePath();
    }

    synchronized void tryAll() {
        try {
            for (Path path : waiting()) {
                Matcher name = NAME.matcher(path.getFileName().toString());
                if (name.matches()) {
                    tryOne(path, Long.parseLong(name.group(1)), Secret.parse("key", name.group(2)));
                }
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot read " + folder, e);
        }
    }

    private List<Path> waiting() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.sorted().toList();
        }
    }

    /** The file goes only when its content is in the store. */
    private void tryOne(Path path, long activity, Secret key) {
        try {
            EncryptedResult result = EncryptedResult.at(path);
            StoredFile file = result.decrypt(key, store, keep);
            stored.accept(activity, file);
            result.close();
            LOG.log(Level.INFO, "paid result stored activity={0} file={1}", activity, file.key());
        } catch (IOException e) {
            Level level = told.add(path) ? Level.WARNING : Level.DEBUG;
            LOG.log(level, "a result that is paid for cannot be stored yet: {0}", e.getMessage());
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
