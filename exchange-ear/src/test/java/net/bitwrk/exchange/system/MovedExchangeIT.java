package net.bitwrk.exchange.system;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A backup of an exchange on H2, as the operations guide has it, is started somewhere else: the same ledger, the same bids, and
 * the books are in order, whatever time and language that place has.
 */
final class MovedExchangeIT {
    @TempDir
    private Path folder;

    private static ExchangeProcess start(Path home, String zone, String language) {
        return ExchangeProcess.startIn(
                home, "-Duser.timezone=" + zone, "-Duser.language=" + language, "-Duser.country=" + language);
    }

    @Test
    @Tag("M9")
    @Tag("O7")
    @Tag("O8")
    @DisplayName("O7: a backup that is started in another time zone and language is the same exchange")
    void aBackupIsTheSameExchange() throws IOException {
        JsonArray known;
        JsonObject bid;
        String id;
        Path home = Files.createDirectory(folder.resolve("home"));
        try (var process = start(home, "America/New_York", "tr")) {
            Exchange exchange = process.ready();
            id = Participant.of(exchange).place("SELL", "fnord", "mBTC 1");
            for (int i = 0; i < 3; i++) {
                Trade.complete(exchange, "foobar", "mBTC 1");
            }
            requireLeapDays(exchange);
            bid = bid(exchange, id);
            var off = Duration.between(Instant.parse(bid.getString("Created")), Instant.now());
            assertTrue(off.abs().compareTo(Duration.ofMinutes(10)) < 0, "off by " + off);
            new LedgerCheck(exchange).run();
            known = ledger(exchange);
        }
        Path backup = copy(home.resolve("bitwrk-data"), Files.createDirectory(folder.resolve("elsewhere")));
        try (var process = start(backup, "Asia/Kolkata", "ar")) {
            Exchange exchange = process.ready();
            // What was open may have ended since.
            assertEquals(known, ledger(exchange).subList(0, known.size()));
            for (String field : List.of("Created", "Expires", "Document", "Signature", "Price")) {
                assertEquals(bid.get(field), bid(exchange, id).get(field), field);
            }
            Trade.complete(exchange, "snafu", "mBTC 1");
            new LedgerCheck(exchange).run();
        }
    }

    private static JsonArray ledger(Exchange exchange) {
        return exchange.getJson("/query/ledger?limit=1000").expect(200).json().asJsonArray();
    }

    private static JsonObject bid(Exchange exchange, String id) {
        return exchange.getJson("/bid/" + id + "?messages=true")
                .expect(200)
                .json()
                .asJsonObject();
    }

    private static void requireLeapDays(Exchange exchange) {
        exchange.getJson("/query/ledger?begin=2024-02-29T12:00:00Z").expect(200);
        exchange.getJson("/query/ledger?begin=2023-02-29T12:00:00Z").expect(400);
    }

    private static Path copy(Path data, Path to) throws IOException {
        Path target = Files.createDirectory(to.resolve(data.getFileName()));
        try (var files = Files.list(data)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        return to;
    }
}
