package net.bitwrk.client.trade;

import net.bitwrk.protocol.identity.PrivateKey;
import net.bitwrk.protocol.vectors.Vectors;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** A buyer in a process of its own, which can be killed. */
final class BuyerProcess implements AutoCloseable {
    private final Process process;

    /** Buys one {@code foobar}: its work is the vectors' stream {@code work} of {@code length} bytes. */
    BuyerProcess(Path folder, URI exchange, PrivateKey key, int length) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Buyer.class.getName(),
                        folder.toString(),
                        exchange.toString(),
                        key.wif(),
                        Integer.toString(length))
                .inheritIO()
                .start();
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    static final class Buyer {
        public static void main(String[] arguments) throws Exception {
            PrivateKey key = PrivateKey.ofWif(arguments[2]);
            var limits = new TradeLimits(1, 1);
            try (var buyer = new TestClient(Path.of(arguments[0]), URI.create(arguments[1]), key, limits, false)) {
                byte[] work = Vectors.stream("work", Integer.parseInt(arguments[3]));
                buyer.buy("foobar", work, Optional.of(TestClient.PRICE)).await();
            }
        }
    }
}
