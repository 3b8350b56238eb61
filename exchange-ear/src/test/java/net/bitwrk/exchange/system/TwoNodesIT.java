package net.bitwrk.exchange.system;

import net.bitwrk.exchange.system.Posting.Answered;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Two exchanges on one PostgreSQL: each takes bids and messages, and what one leaves behind the other goes on with. */
@Tag("O6")
@Tag("full")
final class TwoNodesIT {
    private static final int CONNECTIONS = 8;
    private static final Duration TAKE_OVER = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private ExchangeProcess start(KillablePostgres database) {
        return ExchangeProcess.start(ExchangeProcess.shippedJar(), folder, Map.of("db-url", database.url()));
    }

    @Test
    @DisplayName("O6: two nodes match and settle everything once, and one takes over from the other")
    void twoNodesAreOneExchange() throws Exception {
        var threads = Executors.newFixedThreadPool(CONNECTIONS);
        try (var database = new KillablePostgres(folder.resolve("postgresql"));
                var first = start(database)) {
            Exchange one = first.ready();
            try (var second = start(database)) {
                Exchange two = second.ready();
                var answered = new Answered();
                List<Posting> postings = new ArrayList<>();
                for (int i = 0; i < CONNECTIONS; i++) {
                    // Buys and sells by turns, and each of both at either node.
                    postings.add(new Posting(i % 4 < 2 ? one : two, i, answered));
                }
                for (Future<Void> done : threads.invokeAll(postings)) {
                    done.get();
                }
                assertFalse(answered.finished().isEmpty());
                ServerProcess.await(
                        "nothing in the queue", () -> answered.bids().stream().allMatch(bid -> bid.state(two) != 0));
                new LedgerCheck(one).run();

                Participant.of(one).place("SELL", "fnord", "mBTC 1");
                first.kill();
                long begin = System.nanoTime();
                String transaction = Trade.match(two, Participant.of(two).place("BUY", "fnord", "mBTC 1"));
                var took = Duration.ofNanos(System.nanoTime() - begin);
                assertTrue(took.compareTo(TAKE_OVER) < 0, transaction + " took " + took);
                new LedgerCheck(two).run();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
