package net.bitwrk.client.trade;

import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.identity.PrivateKey;
import net.bitwrk.protocol.transaction.Phase;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import static net.bitwrk.client.Eventually.eventually;
import static net.bitwrk.client.trade.TestWorker.done;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Nothing is traded that was not permitted, whatever the exchange says. */
@Timeout(60)
final class PermissionTest extends TwoClients {
    @Test
    void waitsForAMandateAndTakesWhatItPermits() throws Exception {
        seller.permit(BidType.SELL, "foobar", 1);
        try (var worker = new TestWorker(seller.workers(), "w1", "foobar")) {
            Activity buy = buyer.buy("foobar", new byte[10], Optional.empty());
            eventually(() -> exchange.bidCount() == 1);
            assertFalse(buy.view().accepted());
            assertEquals(recorded("buy waiting for a mandate"), json(buy.view(), 7, "fnord", 1000));
            buyer.permit(BidType.BUY, "foobar", 2);
            buy.await();
            assertEquals(1, worker.served());
        }
        eventually(() -> committed(buyer).equals("mBTC 1.03"));
        assertEquals(1, buyer.mandates().all().get(0).tradesLeft());
        assertTrue(seller.mandates().all().isEmpty());
    }

    private static String committed(TestClient client) {
        return client.mandates().all().get(0).committed().toString();
    }

    @DisplayName("C5: no bid for what cannot be put down; and nobody who failed takes another one's turn")
    @Test
    void bidsNothingWhileTheMandatesCannotBeWritten() throws Exception {
        buyer.permit(BidType.BUY, "foobar", 2);
        Path block = Files.createDirectory(folder.resolve("buyer").resolve("mandates.json.new"));
        Activity first = buyer.buy("foobar", new byte[] {1}, Optional.empty());
        TradeFailed failure = assertThrows(TradeFailed.class, first::await);
        assertTrue(failure.getMessage().startsWith("cannot write the mandates"), failure.getMessage());
        assertEquals(0, exchange.bidCount());
        Files.delete(block);
        assertEquals(2, buyer.mandates().all().get(0).tradesLeft());
        seller.permit(BidType.SELL, "foobar", 1);
        try (var worker = new TestWorker(seller.workers(), "w1", "foobar")) {
            buyer.buy("foobar", new byte[] {2}, Optional.empty()).await();
            assertEquals(1, worker.served());
        }
        assertEquals(1, buyer.mandates().all().get(0).tradesLeft());
        assertEquals(2, exchange.bidCount());
    }

    @Test
    void givesTheResultThoughTheMandateCannotBeSettled() throws Exception {
        buyer.permit(BidType.BUY, "foobar", 2);
        seller.permit(BidType.SELL, "foobar", 1);
        try (var worker = new TestWorker(seller.workers(), "w1", "foobar")) {
            var gate = new CountDownLatch(1);
            worker.waitsFor(gate);
            Activity buy = buyer.buy("foobar", new byte[10], Optional.empty());
            worker.awaitWork();
            Files.createDirectory(folder.resolve("buyer").resolve("mandates.json.new"));
            gate.countDown();
            assertArrayEquals(done(new byte[10]), buyer.read(buy.await()));
            eventually(() -> committed(buyer).equals("mBTC 1.03"));
            assertEquals("", buy.view().info());
        }
    }

    @DisplayName("C5: no money without a mandate or a price")
    @Test
    void bidsNothingWithoutPermission() throws Exception {
        buyer.permit(BidType.BUY, "fnord", 5);
        buyer.permit(BidType.SELL, "foobar", 5);
        Activity buy = buyer.buy("foobar", new byte[10], Optional.empty());
        Thread.sleep(300);
        assertEquals(0, exchange.bidCount());
        buy.cancel("enough");
        assertThrows(TradeFailed.class, buy::await);
        assertEquals("enough", buy.view().info());
        assertFalse(buy.view().alive());
    }

    @Test
    void keepsToTheLimitOfUnmatchedBids() throws Exception {
        PrivateKey key = PrivateKey.generate();
        try (var careful = new TestClient(folder.resolve("careful"), server.url(), key, new TradeLimits(1, 2), false)) {
            Activity first = careful.buy("foobar", new byte[] {1}, PRICE);
            eventually(() -> exchange.bidCount() == 1);
            careful.buy("foobar", new byte[] {2}, PRICE);
            careful.buy("fnord", new byte[] {3}, PRICE);
            eventually(() -> exchange.bidCount() == 2);
            careful.buy("snafu", new byte[] {4}, PRICE);
            Thread.sleep(300);
            assertEquals(2, exchange.bidCount());
            first.cancel("next, please");
            eventually(() -> exchange.bidCount() == 3);
            assertEquals("foobar", exchange.bid("bid-3").article());
        }
    }

    @DisplayName("C5: a transaction that says another price than the bid is not honoured")
    @Test
    void refusesATransactionAboveItsPrice() throws Exception {
        exchange.forge(view -> Forged.price(view, "mBTC 1.1"));
        seller.permit(BidType.SELL, "foobar", 1);
        try (var worker = new TestWorker(seller.workers(), "w1", "foobar")) {
            Activity buy = buyer.buy("foobar", new byte[10], PRICE);
            TradeFailed failure = assertThrows(TradeFailed.class, buy::await);
            assertTrue(failure.getMessage().contains("is not what bid"), failure.getMessage());
            assertEquals(0, worker.served());
        }
        assertTrue(exchange.documents().stream()
                .noneMatch(said -> said.contains("buyersecret") || said.contains("encresulthash")));
    }

    @DisplayName("C5: a seller serves nobody in a transaction that pays less than its bid said")
    @Test
    void servesNobodyBelowItsPrice() throws Exception {
        seller.permit(BidType.SELL, "foobar", 1);
        exchange.forge(view -> Forged.price(view, "uBTC 999"));
        try (var worker = new TestWorker(seller.workers(), "w1", "foobar")) {
            Activity buy = buyer.buy("foobar", new byte[10], PRICE);
            assertThrows(TradeFailed.class, buy::await);
            eventually(() -> seller.trades().activities().stream()
                    .anyMatch(sell -> sell.info().contains("is not what bid")));
            assertEquals(0, worker.served());
        }
        assertTrue(exchange.documents().stream().noneMatch(said -> said.contains("buyersecret")));
    }

    @DisplayName("C6: no pay for bytes whose hash the buyer did not sign")
    @Test
    void acceptsNoResultOtherThanTheSignedOne() throws Exception {
        exchange.forge(Forged::receipt);
        seller.permit(BidType.SELL, "foobar", 1);
        try (var worker = new TestWorker(seller.workers(), "w1", "foobar")) {
            Activity buy = buyer.buy("foobar", new byte[10], PRICE);
            TradeFailed failure = assertThrows(TradeFailed.class, buy::await);
            assertTrue(failure.getMessage().contains("another result"), failure.getMessage());
            assertEquals(1, worker.served());
        }
        assertTrue(exchange.documents().stream().noneMatch(said -> said.contains("acceptresult")));
        eventually(() -> exchange.transaction("tx-1").phase() == Phase.RESULT_DISPUTED);
        assertEquals("BTC 1", exchange.available(buyer.address()).toString());
    }
}
