package net.bitwrk.exchange.system;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A database that is gone costs nobody more than time: every call is told to come later, and none is a bug. Once it is back, so is
 * the exchange.
 */
@Tag("O2")
final class DatabaseAwayIT {
    /** Far above what a busy machine needs, and below what a server's own tries take: two, after 5 s each. */
    private static final Duration SOON = Duration.ofSeconds(6);

    /** A machine that stalls for a while does not do so each time. */
    private static final int TRIES = 3;

    @TempDir
    private Path folder;

    @Test
    void everyCallIsToldToComeLater() throws Exception {
        try (var database = new KillablePostgres(folder.resolve("postgresql"));
                var process =
                        ExchangeProcess.start(ExchangeProcess.shippedJar(), folder, Map.of("db-url", database.url()))) {
            Exchange exchange = process.ready();
            Participant buyer = Participant.of(exchange);
            Participant.of(exchange).place("SELL", "foobar", "mBTC 1");
            String bid = buyer.place("BUY", "foobar", "mBTC 1");
            String tx = Trade.match(exchange, bid);
            List<String> paths = List.of("/bid/" + bid, "/tx/" + tx, "/account/" + buyer.address(), "/query/documents");
            String form = buyer.bidForm("BUY", "foobar", "mBTC 1");
            String spoiled = buyer.bidForm("BUY", "foobar", "mBTC 1").replace("price=", "prize=");

            database.kill();
            // Connections break, and the first one to notice may wait for the driver.
            requireLater(exchange.getJson(paths.get(0)));
            Map<String, Integer> asked = new HashMap<>();
            paths.forEach(path -> asked.put(path, requireLaterSoon(exchange, path)));
            requireLater(exchange.post("/bid", spoiled));
            requireLater(exchange.post("/bid", form));
            Answer nonce = exchange.get("/nonce");
            if (nonce.status() != 200) {
                requireLater(nonce);
                // A client of BitWrk 0.7 takes any text for a nonce.
                assertEquals("", nonce.body());
            }
            assertTrue(
                    process.output()
                            .contains("request failed method=GET path=/bid/" + bid + " because the database is away: "),
                    process.output());
            assertFalse(process.output().contains("SEVERE"), process.output());
            assertFalse(process.output().contains("\tat "), process.output());
            String told = "request failed method=GET path=/tx/" + tx;
            assertEquals(asked.get("/tx/" + tx), process.output().split(told, -1).length - 1, process.output());

            database.start();
            ServerProcess.await(
                    "answers with the database",
                    () -> paths.stream().allMatch(path -> exchange.getJson(path).status() == 200));
            Trade.complete(exchange, "snafu", "mBTC 1");
        }
    }

    /** @return how often it was asked */
    private static int requireLaterSoon(Exchange exchange, String path) {
        for (int tries = 1; true; tries++) {
            long begin = System.nanoTime();
            requireLater(exchange.getJson(path));
            var took = Duration.ofNanos(System.nanoTime() - begin);
            if (took.compareTo(SOON) < 0) {
                return tries;
            }
            assertTrue(tries < TRIES, path + " took " + took);
        }
    }

    private static void requireLater(Answer answer) {
        answer.expect(503);
        assertTrue(answer.header("Retry-After").orElse("").matches("[0-9]+"), answer.toString());
    }
}
