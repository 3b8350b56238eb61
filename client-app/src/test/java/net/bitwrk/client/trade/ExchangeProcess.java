package net.bitwrk.client.trade;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real exchange, {@code bitwrk-exchange.jar}, as a process of its own with a fresh database. */
final class ExchangeProcess implements AutoCloseable {
    private static final int START_SECONDS = 240;

    private final Process process;
    private final URI url;
    private final Path log;

    /** @param folder for its data and its log */
    ExchangeProcess(Path folder) throws IOException, InterruptedException {
        this(folder, Map.of());
    }

    /** @param settings by the names of its environment variables */
    ExchangeProcess(Path folder, Map<String, String> settings) throws IOException, InterruptedException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        url = URI.create("http://127.0.0.1:" + port + "/");
        log = Files.createDirectories(folder).resolve("exchange.log");
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx768m",
                        "-jar",
                        jar().toString(),
                        "--port",
                        Integer.toString(port))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(settings);
        process = builder.start();
        awaitStart();
    }

    static Path jar() {
        return Path.of(System.getProperty("exchange.jar", "../exchange-ear/target/bitwrk-exchange.jar"))
                .toAbsolutePath();
    }

    private void awaitStart() throws IOException, InterruptedException {
        HttpClient http = HttpClient.newHttpClient();
        var nonce = HttpRequest.newBuilder(url.resolve("/nonce"))
                .timeout(Duration.ofSeconds(2))
                .build();
        for (int i = 0; i < START_SECONDS; i++) {
            try {
                var answer = http.send(nonce, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // Not yet.
            }
            if (!process.isAlive()) {
                break;
            }
            Thread.sleep(1000);
        }
        close();
        throw new IOException("the exchange does not start: " + Files.readString(log));
    }

    URI url() {
        return url;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
