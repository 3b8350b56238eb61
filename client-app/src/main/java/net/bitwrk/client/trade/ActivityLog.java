package net.bitwrk.client.trade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.money.Money;

import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A file with a line of JSON for every change of an activity; the last line of a key counts. It outlives a killed
 * process, though not the last lines a power cut. Thread-safe.
 */
final class ActivityLog implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ActivityLog.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Beyond those of the activities that are kept; ten a trade: rewriting is rare. */
    private static final int MAX_LINES = 20_000;

    /**
     * One activity as it stood in the file.
     *
     * @param ended when it ended; empty if it had not, or in a file of an older version
     */
    record Entry(ActivityView view, Optional<IdempotencyKey> idempotencyKey, Optional<Instant> ended) {}

    private final Path file;
    private final Clock clock;
    /** No channel: an interrupt, which is how activities are cancelled, would close that for all. */
    private FileOutputStream out;

    private int lines;
    private int kept;

    ActivityLog(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** The time by which its lines are dated. */
    Instant now() {
        return clock.instant();
    }

    /** What was there, by key; a last line cut short by a crash is left out. */
    List<Entry> read() throws IOException {
        var entries = new TreeMap<Long, Entry>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                try {
                    Entry entry = entry(JSON.readTree(line));
                    entries.put(entry.view().key(), entry);
                } catch (IOException | IllegalArgumentException e) {
                    LOG.log(Level.WARNING, "a line of {0} is left out: {1}", file, e.getMessage());
                }
            }
        }
        return new ArrayList<>(entries.values());
    }

    private static Entry entry(JsonNode line) {
        JsonNode info = line.path("Info");
        var view = new ActivityView(
                line.path("Key").asLong(),
                BidType.valueOf(info.path("Type").asText()),
                new ArticleId(info.path("Article").asText()),
                info.path("Alive").asBoolean(),
                info.path("Accepted").asBoolean(),
                Money.parse("Amount", info.path("Amount").asText()),
                info.path("BidId").asText(),
                info.path("TxId").asText(),
                info.path("Info").asText(),
                info.path("Phase").asText(),
                info.path("BytesTotal").asLong(),
                info.path("BytesToTransfer").asLong(),
                info.path("BytesTransferred").asLong(),
                text(line, "Result").map(key -> Hash.parse("Result", key)));
        return new Entry(view, idempotencyKey(line), text(line, "Ended").map(Instant::parse));
    }

    private static Optional<IdempotencyKey> idempotencyKey(JsonNode line) {
        return text(line, "IdempotencyKey")
                .flatMap(key -> text(line, "Work").map(work -> new IdempotencyKey(key, Hash.parse("Work", work))));
    }

    private static Optional<String> text(JsonNode line, String name) {
        return line.has(name) ? Optional.of(line.path(name).asText()) : Optional.empty();
    }

    /** Starts the file anew with the activities that are kept. */
    synchronized void rewrite(Collection<Activity> activities) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        var fresh = new FileOutputStream(next.toFile());
        for (Activity activity : activities) {
            write(fresh, activity);
        }
        fresh.getFD().sync();
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        close();
        out = fresh;
        kept = activities.size();
        lines = kept;
    }

    synchronized boolean isLong() {
        return lines > MAX_LINES + kept;
    }

    /** A failure is logged and does not stop the trade, whose money is safe without this file. */
    synchronized void append(Activity activity) {
        if (out == null) {
            return;
        }
        try {
            write(out, activity);
            lines++;
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot write " + file, e);
        }
    }

    /** Returns when all lines so far are on disk; a failure is logged. */
    synchronized void sync() {
        if (out == null) {
            return;
        }
        try {
            out.getFD().sync();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot write " + file, e);
        }
    }

    private static void write(FileOutputStream to, Activity activity) throws IOException {
        ActivityView view = activity.view();
        ObjectNode line = view.json();
        view.result().ifPresent(key -> line.put("Result", key.toString()));
        activity.idempotencyKey()
                .ifPresent(key -> line.put("IdempotencyKey", key.text())
                        .put("Work", key.work().toString()));
        activity.ended().ifPresent(time -> line.put("Ended", time.toString()));
        to.write((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public synchronized void close() throws IOException {
        if (out != null) {
            out.close();
            out = null;
        }
    }
}
