package net.bitwrk.exchange.system;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The shipped jar as its user starts it: it answers, or it ends with 1 and says why in one line. */
final class RunnableJarIT {
    @TempDir
    private Path folder;

    private String failure(Map<String, String> settings, String... options) {
        try (var process = ExchangeProcess.start(ExchangeProcess.shippedJar(), folder, settings, options)) {
            assertEquals(1, process.exitCode(), process.output());
            String[] lines = process.output().strip().split("\n");
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

    @Test
    void endsWhereASettingIsWrong() {
        String reason = failure(Map.of("fee", "much"));
        assertTrue(reason.contains("setting fee") && reason.contains("'much'"), reason);
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
    void saysWhereItIsAndWhatItsDatabaseSurvives() {
        try (var process = ExchangeProcess.start(ExchangeProcess.shippedJar(), folder, Map.of("motd", "Hello."))) {
            Exchange exchange = process.ready();
            assertTrue(exchange.get("/motd").body().contains("Hello."));
            assertEquals(404, exchange.get("/test-clock").status());
            assertTrue(process.output().contains("not a power cut"), process.output());
            assertFalse(process.output().contains("\tat "), process.output());
            assertTrue(process.output().lines().count() < 12, process.output());
        }
    }
}
