package net.bitwrk.client.trade;

import net.bitwrk.client.exchange.ScriptedExchangeServer.Fault;
import net.bitwrk.protocol.bid.BidState;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.money.Money;
import net.bitwrk.protocol.transaction.Phase;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

import static net.bitwrk.client.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Trades that fail or are given up, and what is left of them. */
@Timeout(60)
final class FailedTradeTest extends TwoClients {
    @Test
    void aBuyDoesNotWaitForASellThatBroke() throws Exception {
        buyer.workers().close();
        try (var worker = new TestWorker(buyer.workers(), "w1", "snafu")) {
            Activity buy = buyer.buy("snafu", new byte[10], Optional.empty());
            TradeFailed failure = assertThrows(TradeFailed.class, () -> buy.await(Duration.ofSeconds(30)));
            assertEquals(TradeFailed.Reason.SELLER, failure.reason());
            assertEquals(0, worker.served());
        }
    }

    @Test
    void takesAnUnmatchedBidBackWhenGivenUp() throws Exception {
        buyer.permit(BidType.BUY, "foobar", 1);
        Activity buy = buyer.buy("foobar", new byte[10], Optional.empty());
        eventually(() -> buy.view().phase().equals("PLACED"));
        buy.cancel("the caller hung up");
        TradeFailed failure = assertThrows(TradeFailed.class, buy::await);
        assertEquals(TradeFailed.Reason.CANCELLED, failure.reason());
        assertEquals(BidState.CANCELLED, exchange.bid("bid-1").state());
        assertTrue(exchange.blocked(buyer.address()).isZero());
        assertEquals(1, buyer.mandates().all().get(0).tradesLeft());
    }

    @Test
    void takesABidBackThatWasPlacedWhileItWasGivenUp() throws Exception {
        buyer.permit(BidType.BUY, "foobar", 1);
        server.next("POST /bid article=foobar&type=BUY", Fault.SLOW_ANSWER);
        Activity buy = buyer.buy("foobar", new byte[10], Optional.empty());
        eventually(() -> exchange.bidCount() == 1);
        buy.cancel("the caller hung up");
        assertThrows(TradeFailed.class, buy::await);
        assertEquals(BidState.CANCELLED, exchange.bid("bid-1").state());
        assertEquals(1, buyer.mandates().all().get(0).tradesLeft());

        seller.permit(BidType.SELL, "foobar", 1);
        server.next("POST /bid article=foobar&type=SELL", Fault.SLOW_ANSWER);
        try (var worker = new TestWorker(seller.workers(), "w1", "foobar")) {
            eventually(() -> exchange.bidCount() == 2);
            seller.workers().unregister("w1");
            eventually(() -> exchange.bid("bid-2").state() == BidState.CANCELLED);
            // Until its one trade is given back the mandate is not listed.
            eventually(() -> seller.mandates().all().stream().anyMatch(mandate -> mandate.tradesLeft() == 1));
            assertEquals(0, worker.served());
        }
        assertEquals(List.of(), server.faultsLeft());
    }

    @Test
    void saysWhenNobodySoldAndGivesTheMandateBack() throws Exception {
        buyer.permit(BidType.BUY, "foobar", 1);
        Activity buy = buyer.buy("foobar", new byte[10], Optional.empty());
        eventually(() -> buy.view().phase().equals("PLACED"));
        exchange.expire("bid-1", BidState.EXPIRED);
        TradeFailed failure = assertThrows(TradeFailed.class, buy::await);
        assertEquals(TradeFailed.Reason.NOBODY_SOLD, failure.reason());
        assertEquals(1, buyer.mandates().all().get(0).tradesLeft());
    }

    @Test
    void saysThatMoneyIsMissing() throws Exception {
        Activity buy = buyer.buy("foobar", new byte[10], Optional.of(Money.parse("price", "BTC 2")));
        TradeFailed failure = assertThrows(TradeFailed.class, buy::await);
        assertEquals(TradeFailed.Reason.MONEY, failure.reason());
        assertTrue(failure.getMessage().contains("not enough money"), failure.getMessage());
    }

    @Test
    void rejectsWorkThatItsWorkerCouldNotDo() throws Exception {
        seller.permit(BidType.SELL, "foobar", 1);
        try (var worker = new TestWorker(seller.workers(), "w1", "foobar")) {
            worker.answers(503);
            Activity buy = buyer.buy("foobar", new byte[10], PRICE);
            TradeFailed failure = assertThrows(TradeFailed.class, buy::await);
            assertEquals(TradeFailed.Reason.SELLER, failure.reason());
            assertTrue(failure.getMessage().contains("the worker answered 503"), failure.getMessage());
            eventually(() -> exchange.transaction("tx-1").phase() == Phase.WORK_DISPUTED);
            eventually(() -> seller.workers().all().get(0).idle());
            assertTrue(seller.workers().all().get(0).lastError().contains("503"));
        }
        eventually(() -> exchange.blocked(buyer.address()).isZero());
        assertEquals("BTC 1", exchange.available(buyer.address()).toString());
    }

    @Test
    void aFailedBuyUsesNothingOfItsMandateUp() throws Exception {
        buyer.permit(BidType.BUY, "foobar", 1);
        seller.permit(BidType.SELL, "foobar", 2);
        try (var worker = new TestWorker(seller.workers(), "w1", "foobar")) {
            worker.answers(503);
            assertThrows(TradeFailed.class, buyer.buy("foobar", new byte[10], Optional.empty())::await);
            assertTrue(buyer.mandates().all().get(0).committed().isZero());
            worker.answers(200);
            buyer.buy("foobar", new byte[10], Optional.empty()).await();
        }
        eventually(() -> buyer.mandates().all().isEmpty());
    }

    @Test
    void hangsUpOnTheWorkerWhenTheTransactionEnds() throws Exception {
        seller.permit(BidType.SELL, "foobar", 1);
        try (var worker = new TestWorker(seller.workers(), "w1", "foobar")) {
            var never = new CountDownLatch(1);
            worker.waitsFor(never);
            Activity buy = buyer.buy("foobar", new byte[10], PRICE);
            worker.awaitWork();
            exchange.retire("tx-1");
            TradeFailed failure = assertThrows(TradeFailed.class, buy::await);
            // Whichever comes first: the transaction's end, or the seller's word that it hung up on its worker.
            assertEquals(TradeFailed.Reason.SELLER, failure.reason());
            // The same here: the transaction's end, or that the buyer, which saw it first, has hung up.
            eventually(() -> seller.trades().activities().stream()
                    .anyMatch(sell -> !sell.alive()
                            && (sell.info().contains("WORKING") || sell.info().contains("the buyer hung up"))));
            never.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 400_000})
    void aBuyThatIsGivenUpAtWorkEndsItsSaleAtOnce(int size) throws Exception {
        seller.permit(BidType.SELL, "foobar", 1);
        try (var worker = new TestWorker(seller.workers(), "w1", "foobar")) {
            var never = new CountDownLatch(1);
            worker.waitsFor(never);
            Activity buy = buyer.buy("foobar", Vectors.stream("given-up", size), PRICE);
            worker.awaitWork();
            buy.cancel("enough");
            eventually(() -> exchange.transaction("tx-1").phase() == Phase.WORK_DISPUTED);
            eventually(() -> seller.trades().activities().stream()
                    .anyMatch(sell -> !sell.alive() && sell.info().contains("the buyer hung up")));
            never.countDown();
        }
    }

    @Test
    void endsTheSellOfAWorkerThatIsUnregistered() throws Exception {
        seller.permit(BidType.SELL, "foobar", 1);
        try (var worker = new TestWorker(seller.workers(), "w1", "foobar")) {
            // The client's word, not the exchange's: a bid whose answer it does not have yet it cannot take back.
            eventually(() -> seller.trades().activities().stream()
                    .anyMatch(sell -> sell.bidId().equals("bid-1")));
            seller.workers().unregister("w1");
            eventually(() -> exchange.bid("bid-1").state() == BidState.CANCELLED);
            eventually(() -> seller.workers().all().isEmpty());
            assertEquals(0, worker.served());
        }
    }

    @Test
    void beginsNoOtherSellWhenTheClientEnds() throws Exception {
        try (var worker = new TestWorker(seller.workers(), "w1", "foobar")) {
            assertEquals(1, seller.trades().activities().size());
            seller.trades().close();
            List<String> ends = seller.trades().activities().stream()
                    .map(ActivityView::info)
                    .toList();
            assertEquals(List.of("the client ended"), ends);
            assertEquals(0, worker.served());
        }
    }

    @Test
    void aWorkerThatIsReachedTooLateIsIdle() throws Exception {
        seller.permit(BidType.SELL, "foobar", 1);
        try (var busy = new BusyPort()) {
            seller.workers().register("w1", "foobar", busy.url(), InetAddress.getLoopbackAddress());
            Activity buy = buyer.buy("foobar", new byte[10], PRICE);
            eventually(() -> !seller.workers().all().get(0).idle());
            exchange.retire("tx-1");
            assertThrows(TradeFailed.class, buy::await);
            eventually(() -> seller.trades().activities().stream().noneMatch(ActivityView::alive));
            busy.acceptAll();
            eventually(() -> seller.workers().all().get(0).idle());
        }
    }

    @Test
    void tellsOfABuyThatWasCutOff() throws Exception {
        seller.permit(BidType.SELL, "foobar", 1);
        long key;
        try (var worker = new TestWorker(seller.workers(), "w1", "foobar")) {
            var never = new CountDownLatch(1);
            worker.waitsFor(never);
            Activity buy = buyer.buy("foobar", new byte[10], PRICE);
            worker.awaitWork();
            eventually(() -> buy.view().phase().equals("WORKING"));
            key = buy.key();
            // A killed process writes nothing more: what is in the file now is what the next one reads.
            Path copy = folder.resolve("killed.jsonl");
            Files.copy(folder.resolve("buyer").resolve("activities.jsonl"), copy);
            try (var after =
                    new Activities(copy, Clock.systemUTC(), Duration.ofHours(1), found -> Optional.empty(), Set.of())) {
                ActivityView view = after.find(key).orElseThrow().view();
                assertFalse(view.alive());
                assertEquals("tx-1", view.txId());
                assertEquals("cut off by the end of the client in phase WORKING of transaction tx-1", view.info());
            }
            never.countDown();
            buy.await();
        }
    }
}
