package net.bitwrk.exchange.system;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The shipped jar as its user starts it: it answers, or it ends with 1 and says why in one line. */
final class RunnableJarIT {
    @TempDir
    private Path folder;

    private String output;

    private String failure(Map<String, String> settings, String... options) {
        try (var process = ExchangeProcess.start(ExchangeProcess.shippedJar(), folder, settings, options)) {
            assertEquals(1, process.exitCode(), process.output());
            output = process.output();
            String[] lines = output.strip().split("\n");
            return lines[lines.length - 1];
        }
    }

    @Test
    void endsWhereItsPortIsTaken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            String reason = failure(Map.of(), "--port", port);
            assertTrue(reason.contains("127.0.0.1 port " + port), reason);
        }
    }

    @Test
    void endsWhereAnOptionIsUnknown() {
        assertTrue(failure(Map.of(), "--porf", "1").contains("unknown option '--porf'"));
    }

    @ParameterizedTest
    @CsvSource({
        "fee, much, expected",
        "starting-capital, BTC -1, a positive amount",
        "db-url, jdbc:mysql:..., jdbc:postgresql:...",
    })
    void endsWhereASettingIsWrongBeforeTheServerStarts(String setting, String value, String right) {
        String reason = failure(Map.of(setting, value));
        assertTrue(reason.contains("setting " + setting) && reason.contains("'" + value + "'"), reason);
        assertTrue(reason.contains(right), reason);
        assertFalse(output.contains("starting the exchange"), output);
    }

    @Test
    void endsWhereTheDatabaseIsNotThere() {
        String reason = failure(Map.of("db-url", "jdbc:postgresql://127.0.0.1:1/none"));
        assertTrue(reason.contains("127.0.0.1:1"), reason);
    }

    @Test
    void showsItsOptions() {
        try (var process = ExchangeProcess.start(ExchangeProcess.shippedJar(), folder, Map.of(), "--help")) {
            assertEquals(0, process.exitCode());
            assertTrue(process.output().contains("--port N"), process.output());
        }
    }

    @Test
    void saysWhereItIsAndWhatItsDatabaseSurvivesAndKeepsToItsSettings() {
        var settings = Map.of("motd", "Hello.", "max-open-bids", "1");
        try (var process = ExchangeProcess.start(ExchangeProcess.shippedJar(), folder, settings)) {
            Exchange exchange = process.ready();
            assertTrue(exchange.get("/motd").body().contains("Hello."));
            assertEquals(404, exchange.get("/test-clock").status());
            exchange.get("/health/ready").expect(200);
            for (String path : List.of("/metrics", "/openapi")) {
                assertTrue(Set.of(403, 404).contains(exchange.get(path).status()), path + " is open");
            }
            assertTrue(process.output().contains("not a power cut"), process.output());
            assertFalse(process.output().contains("\tat "), process.output());
            assertTrue(process.output().lines().count() < 12, process.output());

            Participant seller = Participant.of(exchange);
            seller.place("SELL", "foobar", "mBTC 1");
            Answer refused = exchange.post("/bid", seller.bidForm("SELL", "foobar", "mBTC 1"));
            String later = refused.expect(429).header("Retry-After").orElse("none");
            assertTrue(later.matches("[0-9]+"), later);

            Trade.complete(exchange, "snafu", "mBTC 1");
            for (String event : List.of(
                    "bid placed bid=[^ ]+ type=SELL article=snafu price=mBTC 1 participant=",
                    "bid placed bid=[^ ]+ type=BUY article=snafu price=mBTC 1 participant=",
                    "bids matched transaction=[^ ]+ buy=[^ ]+ sell=[^ ]+ article=snafu price=mBTC 1\n",
                    "message accepted transaction=[^ ]+ message=WORK_HASHES\n",
                    "transaction settled transaction=[^ ]+ message=ACCEPT_RESULT\n")) {
                // Some are told after what they tell of can be seen.
                ServerProcess.await(event, () -> process.output().split(" INFO " + event, -1).length > 1);
                assertEquals(2, process.output().split(" INFO " + event, -1).length, event + process.output());
            }
        }
    }
}
