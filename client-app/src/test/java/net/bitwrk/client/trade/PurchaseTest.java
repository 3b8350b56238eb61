package net.bitwrk.client.trade;

import net.bitwrk.client.cafs.FileWriter;
import net.bitwrk.client.cafs.FillingDisk;
import net.bitwrk.client.cafs.Limits;
import net.bitwrk.client.cafs.Owner;
import net.bitwrk.client.cafs.Store;
import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.identity.PrivateKey;
import net.bitwrk.protocol.money.Money;
import net.bitwrk.protocol.transaction.Phase;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import static net.bitwrk.client.Eventually.eventually;
import static net.bitwrk.client.trade.TestWorker.done;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A buyer whose store or disk is small. */
@Timeout(120)
final class PurchaseTest extends OneSeller {
    private static final int MIB = 1 << 20;
    private static final Optional<Money> PRICE = Optional.of(TestClient.PRICE);

    private final PrivateKey key = PrivateKey.generate();
    private final FillingDisk disk = new FillingDisk(Long.MAX_VALUE);
    private final CountDownLatch gate = new CountDownLatch(1);

    private Store store;
    private TestClient buyer;

    @BeforeEach
    void open() throws IOException {
        seller.permit(BidType.SELL, "foobar", 10);
        openBuyer();
    }

    private void openBuyer() throws IOException {
        Path mine = Files.createDirectories(folder.resolve("buyer"));
        store = disk.open(mine.resolve("store"), new Limits(8 * MIB, 6 * MIB), Clock.systemUTC());
        buyer = new TestClient(mine, server.url(), key, new TradeLimits(4, 4), false, store);
    }

    @AfterEach
    void close() throws IOException {
        buyer.close();
    }

    @DisplayName("C6: nothing is paid that cannot be stored")
    @Test
    void paysNothingForWhichThereIsNoRoom() throws Exception {
        try (FileWriter kept = store.put(Owner.OWN, Duration.ofHours(1))) {
            kept.write(Vectors.stream("kept", 5 * MIB));
            kept.finish();
        }
        try (var worker = new TestWorker(seller.workers(), "w1", "foobar")) {
            Activity buy = buyer.buy("foobar", Vectors.stream("work", 2 * MIB), PRICE);
            TradeFailed failure = assertThrows(TradeFailed.class, buy::await);
            assertEquals(TradeFailed.Reason.LIMIT, failure.reason());
            String said = failure.getMessage();
            assertTrue(said.startsWith("no room for the result of 2097158 bytes, which is not taken"), said);
            assertTrue(said.contains("7340032 are in use or kept"), said);
            assertTrue(said.contains("make -store-size larger"), said);
            assertEquals(1, worker.served());
        }
        assertEquals(Phase.WORKING, exchange.transaction("tx-1").phase());
        exchange.retire("tx-1");
        assertEquals("BTC 1", exchange.available(buyer.address()).toString());
    }

    @Tag("O1")
    @Test
    void losesNoPaidResultToAFullDisk() throws Exception {
        byte[] work = Vectors.stream("work", MIB);
        Activity buy;
        try (var worker = new TestWorker(seller.workers(), "w1", "foobar")) {
            worker.waitsFor(gate);
            buy = buyer.buy("foobar", work, PRICE);
            worker.awaitWork();
            disk.hasRoomFor(0);
            gate.countDown();
            TradeFailed failure = assertThrows(TradeFailed.class, buy::await);
            String said = failure.getMessage();
            assertTrue(
                    said.startsWith("the result is paid for, but cannot be stored (the store cannot write: No"), said);
            Path rescued = Path.of(said.replaceFirst(".*it is kept in (.*), and stored .*", "$1"));
            assertTrue(Files.isRegularFile(rescued), said);
            eventually(() -> exchange.transaction("tx-1").phase() == Phase.FINISHED);
            buyer.close();
            disk.hasRoomFor(Long.MAX_VALUE);
            openBuyer();
            eventually(() -> buyer.view(buy.key()).result().isPresent());
            StoredFile result = buyer.trades().activity(buy.key()).orElseThrow().await();
            String where = "paid for in transaction tx-1, stored later as /file/" + result.key();
            assertEquals(where, buyer.view(buy.key()).info());
            assertArrayEquals(done(work), buyer.read(result));
            eventually(() -> !Files.exists(rescued));
        }
    }

    @Test
    void holdsTheWorkWhileItsBuyLivesAndKeepsTheResult() throws Exception {
        StoredFile work = buyer.stored(Vectors.stream("work", MIB));
        try (var worker = new TestWorker(seller.workers(), "w1", "foobar")) {
            worker.waitsFor(gate);
            Activity buy = buyer.trades().startBuy(new ArticleId("foobar"), work, PRICE, Optional.empty());
            worker.awaitWork();
            fill("during");
            assertTrue(store.find(work.key()).isPresent());
            gate.countDown();
            StoredFile result = buy.await();
            fill("after");
            assertFalse(store.find(work.key()).isPresent());
            assertArrayEquals(done(Vectors.stream("work", MIB)), buyer.read(result));
        }
    }

    private void fill(String seed) throws IOException {
        for (int i = 0; i < 16; i++) {
            buyer.stored(Vectors.stream(seed + i, MIB));
        }
    }
}
