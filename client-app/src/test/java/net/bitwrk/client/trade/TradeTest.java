package net.bitwrk.client.trade;

import net.bitwrk.client.exchange.ScriptedExchangeServer;
import net.bitwrk.client.exchange.ScriptedExchangeServer.Fault;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidState;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.identity.PrivateKey;
import net.bitwrk.protocol.transaction.Phase;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import static net.bitwrk.client.Eventually.eventually;
import static net.bitwrk.client.trade.TestWorker.done;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Trades that go well. */
@Timeout(60)
final class TradeTest extends TwoClients {
    @ParameterizedTest
    @ValueSource(ints = {0, 1000, 131_072, 300_000, 3_000_000})
    void buysAndPaysWorkOfEverySize(int length) throws Exception {
        byte[] work = Vectors.stream("trade", length);
        seller.permit(BidType.SELL, "foobar", 10);
        try (var worker = new TestWorker(seller.workers(), "w1", "foobar")) {
            Activity buy = buyer.buy("foobar", work, PRICE);
            assertArrayEquals(done(work), buyer.read(buy.await()));
            eventually(() -> buy.view().phase().equals("FINISHED"));
            ActivityView view = buy.view();
            assertEquals("tx-1", view.txId());
            assertEquals(exchange.transaction("tx-1").buyerBid().text(), view.bidId());
            assertEquals(TestClient.PRICE, view.amount());
            assertEquals(length, view.bytesTotal());
            assertEquals(1, worker.served());
        }
        eventually(() -> exchange.transaction("tx-1").retired());
        assertEquals(Phase.FINISHED, exchange.transaction("tx-1").phase());
        assertEquals("mBTC 998.97", exchange.available(buyer.address()).toString());
        assertEquals("BTC 1.001", exchange.available(seller.address()).toString());
    }

    @Test
    void losesNoTradeWhereTheExchangeStumbles() throws Exception {
        for (String call : List.of(
                "GET /nonce",
                "POST /bid article=foobar&type=BUY",
                "GET /bid/bid-2",
                "GET /tx/tx-1",
                "GET /myip",
                "POST /tx/tx-1 txid=tx-1&workhash",
                "POST /tx/tx-1 txid=tx-1&workerurl",
                "POST /tx/tx-1 buyersecret",
                "POST /tx/tx-1 encresulthash",
                "POST /tx/tx-1 acceptresult")) {
            server.next(call, call.contains("POST /tx") ? Fault.BAD_GATEWAY : Fault.BROKEN);
        }
        byte[] work = Vectors.stream("stumbles", 1000);
        seller.permit(BidType.SELL, "foobar", 10);
        try (var worker = new TestWorker(seller.workers(), "w1", "foobar")) {
            Activity buy = buyer.buy("foobar", work, PRICE);
            assertArrayEquals(done(work), buyer.read(buy.await()));
            assertEquals(1, worker.served());
        }
        eventually(() -> exchange.transaction("tx-1").phase() == Phase.FINISHED);
        assertEquals(List.of(), server.faultsLeft());
        assertEquals(1, exchange.transactionCount());
    }

    @Test
    void tradesManyAtOnce() throws Exception {
        int count = 16;
        seller.permit(BidType.SELL, "foobar", 1000);
        var workers = new ArrayList<TestWorker>();
        var buys = new ArrayList<Activity>();
        for (int i = 0; i < count; i++) {
            workers.add(new TestWorker(seller.workers(), "w" + i, "foobar"));
            buys.add(buyer.buy("foobar", Vectors.stream("many" + i, 1024), PRICE));
        }
        for (int i = 0; i < count; i++) {
            assertArrayEquals(
                    done(Vectors.stream("many" + i, 1024)),
                    buyer.read(buys.get(i).await()));
        }
        for (TestWorker worker : workers) {
            worker.close();
        }
        eventually(() -> exchange.blocked(buyer.address()).isZero());
    }

    @Test
    void triesItsOwnWorkersFirstWithoutMoney() throws Exception {
        try (var worker = new TestWorker(buyer.workers(), "w1", "snafu")) {
            Activity buy = buyer.buy("snafu", new byte[] {1, 2, 3}, Optional.empty());
            assertArrayEquals(done(new byte[] {1, 2, 3}), buyer.read(buy.await()));
            assertTrue(buy.view().phase().startsWith("LOCAL (#"));
            assertTrue(buy.view().accepted());
            assertEquals(0, exchange.bidCount());
            assertEquals(1, worker.served());
        }
    }

    @Test
    void transmitsToTheNextWhileTheFirstIsAtWork() throws Exception {
        seller.permit(BidType.SELL, "foobar", 2);
        PrivateKey key = PrivateKey.generate();
        var gate = new CountDownLatch(1);
        try (var careful = new TestClient(folder.resolve("careful"), server.url(), key, new TradeLimits(1, 1), false);
                var one = new TestWorker(seller.workers(), "w1", "foobar");
                var two = new TestWorker(seller.workers(), "w2", "foobar")) {
            one.waitsFor(gate);
            two.waitsFor(gate);
            Activity first = careful.buy("foobar", new byte[] {1}, PRICE);
            Activity second = careful.buy("foobar", new byte[] {2}, PRICE);
            one.awaitWork();
            two.awaitWork();
            gate.countDown();
            assertArrayEquals(done(new byte[] {1}), careful.read(first.await()));
            assertArrayEquals(done(new byte[] {2}), careful.read(second.await()));
        }
    }

    @Test
    void givesBuysTheirTurnsInTheOrderInWhichTheyWereStarted() throws Exception {
        PrivateKey key = PrivateKey.generate();
        try (var careful = new TestClient(folder.resolve("careful"), server.url(), key, new TradeLimits(1, 1), false)) {
            var buys = new ArrayList<Activity>();
            for (int i = 0; i < 30; i++) {
                buys.add(careful.buy("foobar", new byte[] {(byte) i}, PRICE));
            }
            for (int i = 1; i <= 30; i++) {
                String bid = "bid-" + i;
                Activity turn = buys.get(i - 1);
                eventually(() -> turn.view().bidId().equals(bid));
                turn.cancel("next, please");
                eventually(() -> exchange.bid(bid).state() == BidState.CANCELLED);
            }
        }
    }

    @Test
    void sellsAgainAfterABidThatNobodyTook() throws Exception {
        seller.permit(BidType.SELL, "foobar", 1);
        try (var worker = new TestWorker(seller.workers(), "w1", "foobar")) {
            eventually(() -> exchange.bidCount() == 1);
            exchange.expire("bid-1", BidState.EXPIRED);
            eventually(() -> exchange.bidCount() == 2);
            buyer.buy("foobar", new byte[10], PRICE).await();
            assertEquals(1, worker.served());
        }
    }

    @Test
    void sellsOnlyLocallyWithoutAPort() throws Exception {
        try (var closed = new TestClient(
                        folder.resolve("closed"), server.url(), PrivateKey.generate(), new TradeLimits(1, 1), false);
                var worker = new TestWorker(closed.workers(), "w1", "snafu")) {
            closed.permit(BidType.SELL, "snafu", 5);
            eventually(() -> closed.trades().activities().get(0).accepted());
            assertEquals(
                    recorded("sell that can only be local (no extport): counts as accepted, waits for a local buy"),
                    json(closed.trades().activities().get(0), 1, "snafu", 0));
            closed.buy("snafu", new byte[10], Optional.empty()).await();
            assertEquals(1, worker.served());
            assertEquals(0, exchange.bidCount());
        }
    }

    @Test
    void givesTheSameActivityForTheSameIdempotencyKey() throws Exception {
        var article = new ArticleId("foobar");
        var work = buyer.stored(new byte[10]);
        Activity first = buyer.trades().startBuy(article, work, Optional.empty(), Optional.of("k1"));
        assertSame(first, buyer.trades().startBuy(article, work, Optional.empty(), Optional.of("k1")));
        var other = buyer.stored(new byte[11]);
        for (TradeFailed refused : List.of(
                assertThrows(
                        TradeFailed.class,
                        () -> buyer.trades().startBuy(article, other, Optional.empty(), Optional.of("k1"))),
                assertThrows(
                        TradeFailed.class,
                        () -> buyer.trades()
                                .startBuy(new ArticleId("fnord"), work, Optional.empty(), Optional.of("k1"))))) {
            assertEquals(TradeFailed.Reason.OTHER_CONTENT, refused.reason());
            assertTrue(refused.getMessage().contains("activity " + first.key() + ", foobar"), refused.getMessage());
        }
        first.cancel("over");
    }

    @Test
    void startsWithoutAnExchangeAndTradesWhenItIsThere() throws Exception {
        int port = server.url().getPort();
        server.close();
        URI url = URI.create("http://127.0.0.1:" + port + "/");
        try (var early =
                new TestClient(folder.resolve("early"), url, PrivateKey.generate(), new TradeLimits(1, 1), true)) {
            early.exchange().reachability().begin();
            eventually(() -> early.exchange().reachability().problem().isPresent());
            Activity buy = early.buy("foobar", new byte[10], PRICE);
            assertFalse(buy.view().accepted());
            server = new ScriptedExchangeServer(exchange, true, port);
            seller.permit(BidType.SELL, "foobar", 1);
            try (var worker = new TestWorker(seller.workers(), "w1", "foobar")) {
                buy.await();
                assertEquals(1, worker.served());
                assertTrue(early.exchange().reachability().answers());
            }
        }
    }
}
