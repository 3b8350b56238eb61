package net.bitwrk.exchange.system;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The EAR on a stock WildFly: deployed, traded on, taken away, deployed again, traded on. */
@Tag("full")
final class WildFlyIT {
    private static final Path HOME = Path.of(System.getProperty("servers.folder"), "wildfly-39.0.1.Final")
            .toAbsolutePath();

    private final int port = ServerProcess.freePort();
    private final Exchange exchange = new Exchange(URI.create("http://127.0.0.1:" + port + "/"));
    private final Path deployed = HOME.resolve("standalone/deployments/bitwrk-exchange.ear");

    @Test
    void tradesOnTheEarTwice() throws IOException {
        Files.deleteIfExists(deployed);
        Process server = ServerProcess.start(
                HOME,
                List.of(
                        HOME.resolve("bin/standalone.sh").toString(),
                        "-c",
                        "standalone.xml",
                        "-b",
                        "127.0.0.1",
                        "-Djboss.http.port=" + port,
                        "-Djboss.https.port=" + ServerProcess.freePort(),
                        "-Djboss.management.http.port=" + ServerProcess.freePort(),
                        "-Djboss.management.https.port=" + ServerProcess.freePort(),
                        "-Dbitwrk.test-run=" + port));
        try {
            deployAndTrade();
            deployAndTrade();
        } finally {
            server.descendants().forEach(ProcessHandle::destroy);
            ServerProcess.await(
                    "the end of the server",
                    () -> !ServerProcess.isRunning("bitwrk.test-run=" + port) && !server.isAlive());
        }
    }

    private void deployAndTrade() throws IOException {
        Files.copy(Path.of(System.getProperty("exchange.ear")), deployed, StandardCopyOption.REPLACE_EXISTING);
        ServerProcess.await("the exchange on WildFly", () -> ServerProcess.status(exchange, "/nonce") == 200);
        Trade.complete(exchange, "foobar", "mBTC 1");
        Files.delete(deployed);
        ServerProcess.await("the end of the exchange", () -> ServerProcess.status(exchange, "/nonce") == 404);
    }
}
