package net.bitwrk.client.trade;

import net.bitwrk.demo.Books;
import net.bitwrk.demo.Site;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.money.Money;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Clients of ours and of BitWrk 0.7 trade over the real exchange. After each trade its money is where it belongs, and the
 * whole ledger adds up.
 */
@Timeout(120)
final class TradeIT {
    private static final Optional<Money> PRICE = Optional.of(TestClient.PRICE);
    /** mBTC 1 and 3 %. */
    private static final Money PRICE_AND_FEE = Money.parse("cost", "uBTC 1030");

    /** With which the exchange starts every account. */
    private static final Money CAPITAL = Money.parse("capital", "BTC 1");

    private static final Money NOTHING = Money.parse("nothing", "BTC 0");
    private static final int IN_CHUNKS = 400_000;
    private static final int AS_A_WHOLE = 1000;

    @TempDir
    private static Path exchangeFolder;

    private static ExchangeProcess exchange;

    @TempDir
    private Path folder;

    private TestClient buyer;
    private TestClient seller;

    @BeforeAll
    static void start() throws Exception {
        exchange = new ExchangeProcess(exchangeFolder);
    }

    @AfterAll
    static void end() throws IOException {
        exchange.close();
    }

    @BeforeEach
    void open() throws Exception {
        buyer = TestClient.open(folder.resolve("buyer"), exchange.url());
        seller = TestClient.open(folder.resolve("seller"), exchange.url());
    }

    @AfterEach
    void close() throws Exception {
        buyer.close();
        seller.close();
        Books.of(site()).addUp(site());
    }

    private static Site site() {
        return new Site(exchange.url());
    }

    private static Books.Account account(Address participant) throws Exception {
        return Books.account(site(), participant.text());
    }

    @Test
    void tradesInOnePieceAndInChunks() throws Exception {
        seller.permit(BidType.SELL, "foobar", 2);
        try (var worker = new TestWorker(seller.workers(), "w1", "foobar")) {
            for (int size : new int[] {AS_A_WHOLE, IN_CHUNKS}) {
                byte[] work = Vectors.stream("trade-it", size);
                Activity buy = buyer.buy("foobar", work, PRICE);
                assertArrayEquals(TestWorker.done(work), buyer.read(buy.await()));
                finished(buyer, buy.key());
            }
            assertEquals(2, worker.served());
        }
        paid(buyer.address(), seller.address(), 2);
    }

    @Test
    void takesBackTheBidOfACancelledBuy() throws Exception {
        Activity buy = buyer.buy("snafu", new byte[AS_A_WHOLE], PRICE);
        eventually(() -> !buy.view().bidId().isEmpty());
        assertEquals(PRICE_AND_FEE, account(buyer.address()).blocked());
        buy.cancel("changed my mind");
        assertThrows(TradeFailed.class, buy::await);
        hasAllItsMoney(buyer.address());
    }

    @Test
    void givesTheMoneyBackWhenTheWorkerFails() throws Exception {
        seller.permit(BidType.SELL, "foobar", 1);
        try (var worker = new TestWorker(seller.workers(), "w1", "foobar")) {
            worker.answers(500);
            Activity buy = buyer.buy("foobar", new byte[AS_A_WHOLE], PRICE);
            TradeFailed failure = assertThrows(TradeFailed.class, buy::await);
            assertTrue(failure.getMessage().contains("the worker answered 500"), failure.getMessage());
        }
        hasAllItsMoney(buyer.address());
    }

    @Test
    void cancelsABuyThatIsBeingWorkedOn() throws Exception {
        seller.permit(BidType.SELL, "fnord", 1);
        var gate = new CountDownLatch(1);
        try (var worker = new TestWorker(seller.workers(), "w1", "fnord")) {
            worker.waitsFor(gate);
            Activity buy = buyer.buy("fnord", Vectors.stream("given-up", IN_CHUNKS), PRICE);
            worker.awaitWork();
            buy.cancel("changed my mind");
            assertThrows(TradeFailed.class, buy::await);
            // The seller notices, and rejects the work.
            hasAllItsMoney(buyer.address());
            gate.countDown();
        }
        hasAllItsMoney(seller.address());
    }

    @Test
    void sellsToABuyerOfBitWrk07() throws Exception {
        var old = new OldBuyer(exchange.url());
        seller.permit(BidType.SELL, "foobar", 2);
        byte[] small = Vectors.stream("old-small", AS_A_WHOLE);
        byte[] large = Vectors.stream("old-large", IN_CHUNKS);
        try (var worker = new TestWorker(seller.workers(), "w1", "foobar")) {
            assertArrayEquals(TestWorker.done(small), old.buyLinear("foobar", "mBTC 1", small));
            assertArrayEquals(TestWorker.done(large), old.buyChunked("foobar", "mBTC 1", large, buyer.stored(large)));
            assertEquals(2, worker.served());
        }
        paid(old.key.address(), seller.address(), 2);
    }

    @Test
    void buysFromASellerOfBitWrk07() throws Exception {
        byte[] work = Vectors.stream("old-seller", AS_A_WHOLE);
        try (var old = new OldSeller(exchange.url())) {
            var selling = new CompletableFuture<Void>();
            new Thread(() -> sell(old, selling)).start();
            Activity buy = buyer.buy("foobar", work, PRICE);
            assertArrayEquals(TestWorker.done(work), buyer.read(buy.await()));
            selling.get();
            paid(buyer.address(), old.key.address(), 1);
        }
    }

    private static void sell(OldSeller old, CompletableFuture<Void> selling) {
        try {
            old.sell("foobar", "mBTC 1", TestWorker::done);
            selling.complete(null);
        } catch (IOException | InterruptedException e) {
            selling.completeExceptionally(e);
        }
    }

    private static void finished(TestClient client, long activity) throws Exception {
        eventually(() -> client.view(activity).phase().equals("FINISHED"));
    }

    /** {@code trades} at mBTC 1 have changed both starting capitals by exactly that, and the fee. */
    private static void paid(Address buyer, Address seller, int trades) throws Exception {
        eventually(() -> account(buyer).blocked().isZero());
        Money cost = NOTHING;
        Money gain = NOTHING;
        for (int i = 0; i < trades; i++) {
            cost = cost.plus(PRICE_AND_FEE);
            gain = gain.plus(TestClient.PRICE);
        }
        assertEquals(new Books.Account(CAPITAL.plus(cost.negated()), NOTHING), account(buyer));
        assertEquals(new Books.Account(CAPITAL.plus(gain), NOTHING), account(seller));
    }

    private static void hasAllItsMoney(Address participant) throws Exception {
        eventually(() -> account(participant).blocked().isZero());
        assertEquals(new Books.Account(CAPITAL, NOTHING), account(participant));
    }

    /** A question to the exchange. */
    @FunctionalInterface
    private interface Question {
        boolean isSo() throws Exception;
    }

    private static void eventually(Question question) throws Exception {
        for (int i = 0; i < 600 && !question.isSo(); i++) {
            Thread.sleep(100);
        }
        assertTrue(question.isSo(), "still not so after 60 s");
    }
}
