package net.bitwrk.exchange.system;

import net.bitwrk.exchange.system.Posting.Acknowledged;
import net.bitwrk.exchange.system.Posting.Answered;
import net.bitwrk.protocol.json.TransactionJson;
import net.bitwrk.protocol.ledger.LedgerEntryView;
import net.bitwrk.protocol.transaction.Phase;
import net.bitwrk.protocol.transaction.TransactionView;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * What was answered survives the death of every process: 16 connections post, the exchange (and PostgreSQL) is killed
 * at a random moment and started on the same data. So often: {@code -Dcrash.repetitions=N}.
 */
@Tag("P2")
@Tag("M6")
@Tag("A2")
@Tag("B5")
final class CrashIT {
    private static final System.Logger LOG = System.getLogger(CrashIT.class.getName());
    private static final int CONNECTIONS = 16;
    private static final int MAX_DELAY_MS = 2000;
    private static final int REPETITIONS = Integer.getInteger("crash.repetitions", 1);

    @Test
    void keepsWhatItHasAnsweredOnH2(@TempDir Path folder) throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("exchange");
        crash(folder, () -> url, () -> {}, () -> {});
    }

    @Test
    void keepsWhatItHasAnsweredOnPostgresqlThatIsKilledToo(@TempDir Path folder) throws Exception {
        try (var database = new KillablePostgres(folder.resolve("postgresql"))) {
            crash(folder, database::url, database::kill, database::start);
        }
    }

    private static void crash(Path folder, Supplier<String> url, Runnable killDatabase, Runnable startDatabase)
            throws InterruptedException, ExecutionException {
        var connections = Executors.newFixedThreadPool(CONNECTIONS);
        ExchangeProcess process = start(folder, url.get());
        try {
            for (int i = 1; i <= REPETITIONS; i++) {
                var answered = new Answered();
                List<Future<Void>> posting = post(process.ready(), connections, answered);
                ServerProcess.await(
                        "bids and a message that are answered",
                        () -> answered.bids().size() >= CONNECTIONS
                                        && !answered.finished().isEmpty()
                                || posting.stream().allMatch(Future::isDone));
                Thread.sleep(ThreadLocalRandom.current().nextInt(MAX_DELAY_MS));
                answered.killed().set(true);
                process.kill();
                killDatabase.run();
                for (Future<Void> connection : posting) {
                    connection.get();
                }
                startDatabase.run();
                process = start(folder, url.get());
                Collection<LedgerEntryView> entries = check(process.ready(), answered);
                LOG.log(
                        System.Logger.Level.INFO,
                        "survived crash={0} bids={1} finished={2} entries={3}",
                        i,
                        answered.bids().size(),
                        answered.finished().size(),
                        entries.size());
            }
        } finally {
            process.kill();
            connections.shutdownNow();
        }
    }

    private static ExchangeProcess start(Path folder, String url) {
        return ExchangeProcess.start(ExchangeProcess.shippedJar(), folder, Map.of("db-url", url));
    }

    private static List<Future<Void>> post(Exchange exchange, ExecutorService connections, Answered answered) {
        List<Posting> postings = IntStream.range(0, CONNECTIONS)
                .parallel()
                .mapToObj(number -> new Posting(exchange, number, answered))
                .toList();
        return postings.stream().map(connections::submit).toList();
    }

    private static Collection<LedgerEntryView> check(Exchange exchange, Answered answered) {
        Queue<Acknowledged> bids = answered.bids();
        assertTrue(bids.size() >= CONNECTIONS, () -> "killed before enough was answered: " + bids.size());
        assertFalse(answered.finished().isEmpty(), () -> "of " + bids.size() + " bids none was matched and accepted");
        // Sent again after the crash: the nonce and what it led to are as durable as the bid.
        Acknowledged last = List.copyOf(bids).get(bids.size() - 1);
        Answer again = exchange.post("/bid", last.form());
        // Where the start took minutes the nonce's life is over, and that is as durable.
        boolean isLate = again.status() == 403 && again.body().contains("is too old");
        if (!isLate) {
            assertEquals(last.bid(), again.expect(303).header("X-Bid-Key").orElseThrow());
        }
        for (Acknowledged bid : bids) {
            ServerProcess.await("taken out of the queue: " + bid.bid(), () -> bid.state(exchange) != 0);
        }
        for (String id : answered.finished()) {
            TransactionView transaction = TransactionJson.read(
                    exchange.getJson("/tx/" + id).expect(200).json().asJsonObject());
            assertEquals(Phase.FINISHED, transaction.phase(), id);
            assertTrue(transaction.retired(), id);
        }
        return new LedgerCheck(exchange).run();
    }
}
