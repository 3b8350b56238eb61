package net.bitwrk.client.trade;

import net.bitwrk.client.exchange.ScriptedExchange;
import net.bitwrk.client.exchange.ScriptedExchangeServer;
import net.bitwrk.client.exchange.ScriptedExchangeServer.Fault;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidState;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.identity.PrivateKey;
import net.bitwrk.protocol.money.Money;
import net.bitwrk.protocol.transaction.Phase;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Two whole clients and a scripted exchange. */
@Timeout(60)
final class TradeTest {
    private static final Optional<Money> PRICE = Optional.of(TestClient.PRICE);

    private final ScriptedExchange exchange = new ScriptedExchange();

    @TempDir
    private Path folder;

    private ScriptedExchangeServer server;
    private TestClient buyer;
    private TestClient seller;

    @BeforeEach
    void open() throws Exception {
        server = new ScriptedExchangeServer(exchange, true, 0);
        buyer = TestClient.open(folder.resolve("buyer"), server.url());
        seller = TestClient.open(folder.resolve("seller"), server.url());
    }

    @AfterEach
    void close() throws IOException {
        buyer.close();
        seller.close();
        server.close();
        assertTrue(exchange.surplus().isZero(), "money was made or lost");
    }

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
            eventually(() -> seller.trades().activities().stream()
                    .anyMatch(sell -> !sell.alive() && sell.info().contains("WORKING")));
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

    static byte[] done(byte[] work) {
        var done = new ByteArrayOutputStream();
        done.writeBytes("done: ".getBytes(StandardCharsets.US_ASCII));
        done.writeBytes(work);
        return done.toByteArray();
    }

    /** A recorded activity, and ours with the same key, article and size: all else has to be equal. */
    private static String recorded(String situation) {
        return Vectors.object("client-json-shapes.json")
                .getJsonObject("activities")
                .getJsonArray(situation)
                .getJsonObject(0)
                .toString();
    }

    private static String json(ActivityView view, long key, String article, long bytes) {
        var same = new ActivityView(
                key,
                view.type(),
                new ArticleId(article),
                view.alive(),
                view.accepted(),
                view.amount(),
                view.bidId(),
                view.txId(),
                view.info(),
                view.phase(),
                bytes,
                view.bytesToTransfer(),
                view.bytesTransferred(),
                view.result());
        return same.json().toString();
    }

    static void eventually(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 3000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertTrue(condition.getAsBoolean(), "still not so after 30 s");
    }
}
