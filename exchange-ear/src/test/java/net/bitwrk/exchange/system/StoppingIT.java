package net.bitwrk.exchange.system;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** SIGTERM to the runnable jar while it is at work. */
final class StoppingIT {
    private static final int CLIENTS = 8;
    private static final int ENOUGH = 300;
    private static final int WARM_UP_MINUTES = 5;

    /** 128, and the number of SIGTERM. */
    private static final int TERMINATED = 143;

    private final Queue<String> placed = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final CountDownLatch enough = new CountDownLatch(ENOUGH);

    @TempDir
    private Path folder;

    @Test
    @Tag("O3")
    @DisplayName(
            "O3: SIGTERM under load: what was taken is answered, what was answered is kept, the rest is refused with 503")
    void endsInOrder() throws Exception {
        ExecutorService clients = Executors.newCachedThreadPool();
        try (var process = ExchangeProcess.start(ExchangeProcess.shippedJar(), folder, Map.of())) {
            Exchange exchange = process.ready();
            Future<Answer> waiting = clients.submit(waitingForNothing(exchange));
            List<Future<?>> bidding = IntStream.range(0, CLIENTS)
                    .<Future<?>>mapToObj(i -> clients.submit(() -> bid(exchange)))
                    .toList();
            assertTrue(enough.await(WARM_UP_MINUTES, TimeUnit.MINUTES), "so many bids");
            process.terminate();
            for (Future<?> client : bidding) {
                client.get();
            }
            assertEquals(List.of(), List.copyOf(failures), process::output);
            waiting.get().expect(304);
            assertEquals(TERMINATED, process.exitCode());
            assertFalse(process.output().contains("Exception"), process.output());
        } finally {
            clients.shutdownNow();
        }
        try (var again = ExchangeProcess.start(ExchangeProcess.shippedJar(), folder, Map.of())) {
            Exchange exchange = again.ready();
            placed.forEach(bid -> exchange.get("/bid/" + bid).expect(200));
            new LedgerCheck(exchange).run();
        }
    }

    /** Waits for a change that does not come, as long as it is let. */
    private static Callable<Answer> waitingForNothing(Exchange exchange) {
        String bid = Participant.of(exchange).place("SELL", "snafu", "mBTC 1");
        Supplier<Answer> state = () -> exchange.getJson("/bid/" + bid).expect(200);
        ServerProcess.await(
                "a bid that has left the queue",
                () -> state.get().json().asJsonObject().getInt("State") == 1);
        String tag = state.get().header("ETag").orElseThrow();
        return () -> exchange.get("/bid/" + bid, "Accept", Exchange.JSON, "If-None-Match", tag, "Prefer", "wait=35");
    }

    /** Until the exchange takes no more. */
    private void bid(Exchange exchange) {
        Participant participant = Participant.of(exchange);
        try {
            while (true) {
                Answer nonce = exchange.get("/nonce");
                if (isOver(nonce, 200)) {
                    return;
                }
                Answer bid = exchange.post("/bid", participant.bidForm("BUY", "foobar", "uBTC 1", nonce.body()));
                if (isOver(bid, 303)) {
                    return;
                }
                placed.add(bid.header("X-Bid-Key").orElseThrow());
                enough.countDown();
            }
        } catch (UncheckedIOException e) {
            // The port is closed.
        }
    }

    private boolean isOver(Answer answer, int usual) {
        // While the server closes the port it may say so itself.
        if (answer.status() != usual && answer.status() != 503) {
            failures.add(answer.toString());
        }
        return answer.status() != usual;
    }
}
