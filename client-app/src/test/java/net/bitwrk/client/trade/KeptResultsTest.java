package net.bitwrk.client.trade;

import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.client.exchange.ScriptedExchangeServer;
import net.bitwrk.protocol.article.ArticleId;
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

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import static net.bitwrk.client.Eventually.eventually;
import static net.bitwrk.client.trade.TestWorker.done;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A buyer that is disturbed between its receipt and the key of its result. */
@Timeout(120)
final class KeptResultsTest extends OneSeller {
    private static final Optional<Money> PRICE = Optional.of(TestClient.PRICE);
    private static final int LENGTH = 300_000;
    private static final byte[] WORK = Vectors.stream("work", LENGTH);

    private final PrivateKey key = PrivateKey.generate();

    private Path mine;
    private URI url;
    private TestWorker worker;
    private TestClient buyer;

    @BeforeEach
    void open() throws Exception {
        mine = Files.createDirectory(folder.resolve("buyer"));
        url = server.url();
        seller.permit(BidType.SELL, "foobar", 10);
        worker = new TestWorker(seller.workers(), "w1", "foobar");
    }

    private void openBuyer() throws IOException {
        buyer = new TestClient(mine, url, key, new TradeLimits(4, 4), false);
    }

    @AfterEach
    void close() throws IOException {
        if (buyer != null) {
            buyer.close();
        }
        worker.close();
    }

    /** A buy whose receipt has led to the key, which the exchange does not show yet. */
    private Activity bought() throws Exception {
        exchange.forge(Forged::unpublished);
        openBuyer();
        buyer.permit(BidType.BUY, "foobar", 1);
        Activity buy = start();
        awaitPublished();
        return buy;
    }

    /** Not another one while this one lives. */
    private Activity start() throws IOException, TradeFailed {
        return buyer.trades()
                .startBuy(new ArticleId("foobar"), buyer.stored(WORK), Optional.empty(), Optional.of("k1"));
    }

    private void awaitPublished() throws Exception {
        eventually(() ->
                exchange.transactionCount() == 1 && exchange.transaction("tx-1").phase() == Phase.UNVERIFIED);
    }

    private void showKey() {
        exchange.forge(UnaryOperator.identity());
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> paths = Files.list(mine.resolve("unstored"))) {
            return paths.toList();
        }
    }

    private void assertStoredLater(long activity) throws Exception {
        eventually(() -> buyer.view(activity).result().isPresent());
        StoredFile result = buyer.trades().activity(activity).orElseThrow().await();
        assertArrayEquals(done(WORK), buyer.read(result));
        ActivityView view = buyer.view(activity);
        assertFalse(view.alive());
        assertEquals("foobar", view.article().text());
        assertEquals("tx-1", view.txId());
        assertEquals("paid for in transaction tx-1, stored later as /file/" + result.key(), view.info());
        eventually(() -> exchange.transaction("tx-1").phase() == Phase.FINISHED);
        eventually(() -> buyer.view(activity).phase().equals("FINISHED"));
        buyer.close();
        assertEquals(List.of(), kept());
        openBuyer();
        assertEquals(view.info(), buyer.view(activity).info());
    }

    @DisplayName("N7: a buyer that is killed after its receipt has what it paid for when it is started again")
    @Test
    void picksUpAfterKill() throws Exception {
        exchange.forge(Forged::unpublished);
        try (var process = new BuyerProcess(mine, url, key, LENGTH)) {
            awaitPublished();
            process.kill();
        }
        assertEquals(1, kept().size());
        openBuyer();
        ActivityView before = buyer.view(1);
        assertTrue(before.alive());
        assertEquals("may be paid for: the result is fetched as soon as transaction tx-1 shows its key", before.info());
        buyer.close();
        showKey();
        openBuyer();
        assertStoredLater(1);
    }

    @DisplayName("N7: a receipt that led to nothing is paid by nobody, and nothing is kept")
    @Test
    void letsGoWhatWasNotPaid() throws Exception {
        exchange.forge(Forged::unpublished);
        server.next("POST /tx/tx-1 encresulthash", ScriptedExchangeServer.Fault.REFUSED);
        try (var process = new BuyerProcess(mine, url, key, LENGTH)) {
            eventually(() -> server.faultsLeft().isEmpty());
            process.kill();
        }
        exchange.retire("tx-1");
        assertEquals(1, kept().size());
        openBuyer();
        eventually(() -> !buyer.view(1).alive());
        assertEquals("the transaction ended in phase WORKING", buyer.view(1).info());
        assertTrue(buyer.view(1).result().isEmpty());
        buyer.close();
        assertEquals(List.of(), kept());
        assertEquals("BTC 1", exchange.available(key.address()).toString());
    }

    @Test
    void isNotGivenUpAfterTheReceipt() throws Exception {
        Activity buy = bought();
        buy.cancel("the request was interrupted");
        assertTrue(buy.isAlive());
        assertEquals("", buy.view().info());
        showKey();
        assertArrayEquals(done(WORK), buyer.read(buy.await()));
        assertEquals("", buy.view().info());
        eventually(this::hasNothingKept);
    }

    @Test
    void goesOnAfterTheEndOfTheClient() throws Exception {
        Activity buy = bought();
        buyer.close();
        TradeFailed failure = assertThrows(TradeFailed.class, buy::await);
        assertEquals(TradeFailed.Reason.CANCELLED, failure.reason());
        assertEquals(
                "the client ended: what may be paid for is fetched when it is started again", failure.getMessage());
        openBuyer();
        assertTrue(buyer.view(buy.key()).alive());
        assertEquals(buy.key(), start().key());
        assertEquals(1, buyer.trades().activities().size());
        buyer.close();
        showKey();
        openBuyer();
        assertStoredLater(buy.key());
    }

    @Test
    void triesAgainAsSoonAsTheExchangeAnswers() throws Exception {
        Activity buy = bought();
        buyer.close();
        int looks = looks();
        openBuyer();
        eventually(() -> looks() > looks);
        server.close();
        buyer.exchange().reachability().begin();
        eventually(() -> buyer.exchange().reachability().problem().isPresent());
        showKey();
        server = new ScriptedExchangeServer(exchange, true, url.getPort());
        assertStoredLater(buy.key());
    }

    @Test
    void goesOnWithoutTheThreadOfItsBuyWhereTheExchangeStumbles() throws Exception {
        Activity buy = bought();
        eventually(() -> {
            // The seller asks for the transaction, too.
            server.next("GET /tx/tx-1", ScriptedExchangeServer.Fault.REFUSED);
            exchange.forge(Forged::unpublished);
            return !isBeingBought();
        });
        assertTrue(buy.isAlive());
        server.close();
        buyer.exchange().reachability().begin();
        eventually(() -> buyer.exchange().reachability().problem().isPresent());
        showKey();
        server = new ScriptedExchangeServer(exchange, true, url.getPort());
        StoredFile result = buy.await();
        assertArrayEquals(done(WORK), buyer.read(result));
        assertStoredLater(buy.key());
    }

    private static boolean isBeingBought() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().equals(Purchase.class.getName()));
    }

    private int looks() {
        return server.calls("GET /tx/tx-1").size();
    }

    @DisplayName("C6: after a restart, too, another result than the signed one is rejected")
    @Test
    void rejectsAnotherResultAfterARestart() throws Exception {
        Activity buy = bought();
        buyer.close();
        exchange.forge(Forged::receipt);
        openBuyer();
        eventually(() -> !buyer.view(buy.key()).alive());
        assertEquals(
                "the seller published another result than the one it sent",
                buyer.view(buy.key()).info());
        assertEquals(Phase.RESULT_DISPUTED, exchange.transaction("tx-1").phase());
        eventually(this::hasNothingKept);
    }

    private boolean hasNothingKept() throws IOException {
        return kept().isEmpty();
    }

    @DisplayName("C6: no receipt leaves for what cannot be made safe before")
    @Test
    void paysNothingThatCannotBeKept() throws Exception {
        Files.createFile(mine.resolve("unstored"));
        openBuyer();
        Activity buy = buyer.buy("foobar", WORK, PRICE);
        TradeFailed failure = assertThrows(TradeFailed.class, buy::await);
        assertEquals(TradeFailed.Reason.LIMIT, failure.reason());
        String said = failure.getMessage();
        assertTrue(said.startsWith("the result cannot be made safe, is not taken and not paid: "), said);
        assertTrue(said.contains("unstored"), said);
        assertEquals(Phase.WORKING, exchange.transaction("tx-1").phase());
        assertTrue(exchange.documents().stream().noneMatch(document -> document.contains("encresulthash")));
        exchange.retire("tx-1");
        assertEquals("BTC 1", exchange.available(key.address()).toString());
    }

    @Test
    void aResultThatNobodySignsForHoldsNoWorker() throws Exception {
        Path block = Files.createFile(mine.resolve("unstored"));
        openBuyer();
        assertThrows(TradeFailed.class, buyer.buy("foobar", WORK, PRICE)::await);
        Files.delete(block);
        assertArrayEquals(
                done(WORK), buyer.read(buyer.buy("foobar", WORK, PRICE).await()));
        assertEquals(Phase.WORKING, exchange.transaction("tx-1").phase());
        exchange.retire("tx-1");
        eventually(() -> seller.workers().all().get(0).lastError().contains("WORKING"));
    }
}
