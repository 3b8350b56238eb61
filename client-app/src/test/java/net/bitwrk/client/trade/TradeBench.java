package net.bitwrk.client.trade;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.identity.PrivateKey;
import net.bitwrk.protocol.money.Money;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * How long a trade of 1 KiB takes over the real exchange, everything on one machine (speed.md sections 4 and 9): p50 and p99
 * one after another, trades a second with 16 at once and 16 workers; on H2 and on PostgreSQL, which syncs every commit to the
 * disk. Run by {@code mvn -Pbench}; {@code -Dbench.trades=N} makes it shorter, {@code -Dbench.exchange=URL} measures one that
 * runs already.
 */
@Tag("bench")
final class TradeBench {
    private static final System.Logger LOG = System.getLogger(TradeBench.class.getName());
    private static final int AT_ONCE = 16;
    private static final int WORK = 1024;
    /** The starting capital of BTC 1 pays some 9,000 of them. */
    private static final Money PRICE = Money.parse("price", "uBTC 100");

    /** Payara takes a minute to become warm. */
    private static final int TRADES = Integer.getInteger("bench.trades", 400);
    /** BitWrk 0.7 with 0.7, one after another and 16 at once (speed.md section 4). */
    private static final double OLD_MILLIS = 3020;

    private static final double OLD_TRADES_A_SECOND = 6.1;

    @TempDir
    private Path folder;

    @Test
    void tradesOnH2() throws Exception {
        String given = System.getProperty("bench.exchange", "");
        if (given.isEmpty()) {
            try (var exchange = new ExchangeProcess(folder.resolve("exchange"))) {
                measure("H2", exchange.url());
            }
        } else {
            measure(given, URI.create(given));
        }
    }

    @Test
    void tradesOnPostgresql() throws Exception {
        assumeTrue(System.getProperty("bench.exchange", "").isEmpty(), "one that runs already is measured");
        // The binaries switch fsync off by default.
        try (var database = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .start();
                var exchange = new ExchangeProcess(
                        folder.resolve("exchange"),
                        Map.of("BITWRK_DB_URL", database.getJdbcUrl("postgres", "postgres")))) {
            measure("PostgreSQL", exchange.url());
        }
    }

    private void measure(String database, URI exchange) throws Exception {
        var limits = new TradeLimits(AT_ONCE, AT_ONCE);
        try (var buyer = new TestClient(folder.resolve("buyer"), exchange, PrivateKey.generate(), limits, true);
                var seller = new TestClient(folder.resolve("seller"), exchange, PrivateKey.generate(), limits, true)) {
            seller.permit(BidType.SELL, "foobar", 1_000_000, PRICE);
            var workers = new ArrayList<TestWorker>();
            workers.add(new TestWorker(seller.workers(), "w0", "foobar"));
            oneAfterAnother(buyer, TRADES, database + ", warm-up");
            oneAfterAnother(buyer, TRADES, database);
            for (int i = 1; i < AT_ONCE; i++) {
                workers.add(new TestWorker(seller.workers(), "w" + i, "foobar"));
            }
            atOnce(buyer, TRADES, database + ", warm-up");
            atOnce(buyer, 4 * TRADES, database);
            for (TestWorker worker : workers) {
                worker.close();
            }
        }
    }

    private static void oneAfterAnother(TestClient buyer, int count, String what) throws Exception {
        long[] micros = new long[count];
        for (int i = 0; i < count; i++) {
            long begin = System.nanoTime();
            buyer.buy("foobar", Vectors.stream(what + i, WORK), Optional.of(PRICE))
                    .await();
            micros[i] = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin);
        }
        Arrays.sort(micros);
        double p50 = millis(micros[count / 2]);
        report(
                "{0}: one after another, {1} trades: p50 {2} ms (0.7: {3} times), p99 {4} ms",
                what, count, p50, tenths(OLD_MILLIS / p50), millis(micros[count * 99 / 100]));
    }

    private static void atOnce(TestClient buyer, int count, String what) throws Exception {
        long begin = System.nanoTime();
        var threads = new ArrayList<Thread>();
        List<Long> micros = Collections.synchronizedList(new ArrayList<>());
        for (int t = 0; t < AT_ONCE; t++) {
            int first = t;
            var thread = new Thread(() -> {
                for (int i = first; i < count; i += AT_ONCE) {
                    micros.add(one(buyer, "at once " + what + i));
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        var sorted = micros.stream().filter(m -> m >= 0).sorted().toList();
        report(
                "{0}: 16 at once, 16 workers, {1} trades ({2} failed): {3} trades/s ({4} times 0.7), p50 {5} ms, p99 {6} ms",
                what,
                count,
                count - sorted.size(),
                tenths(sorted.size() / seconds),
                tenths(sorted.size() / seconds / OLD_TRADES_A_SECOND),
                millis(sorted.get(sorted.size() / 2)),
                millis(sorted.get(sorted.size() * 99 / 100)));
        assertEquals(count, sorted.size(), "a trade failed: see above");
    }

    /** Microseconds; -1 if it failed. */
    private static long one(TestClient buyer, String seed) {
        long begin = System.nanoTime();
        try {
            buyer.buy("foobar", Vectors.stream(seed, WORK), Optional.of(PRICE)).await();
            return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin);
        } catch (Exception e) {
            LOG.log(Level.WARNING, "a trade failed", e);
            return -1;
        }
    }

    private static double millis(long micros) {
        return tenths(micros / 1000.0);
    }

    private static double tenths(double value) {
        return Math.round(10 * value) / 10.0;
    }

    private static void report(String text, Object... values) {
        LOG.log(Level.WARNING, text, values);
    }
}
