package net.bitwrk.client.trade;

import net.bitwrk.client.Eventually;
import net.bitwrk.client.exchange.ScriptedExchange;
import net.bitwrk.client.exchange.ScriptedExchangeServer;
import net.bitwrk.client.exchange.ScriptedExchangeServer.Fault;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.transaction.Phase;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Our client and one of BitWrk 0.7, as buyer and as seller, on an exchange like ours and on one like 0.7's. */
@Timeout(120)
final class OldClientTest {
    private final ScriptedExchange book = new ScriptedExchange();

    @TempDir
    private Path folder;

    private ScriptedExchangeServer server;
    private TestClient ours;

    @BeforeEach
    void open() throws Exception {
        open(true);
    }

    private void open(boolean waits) throws Exception {
        server = new ScriptedExchangeServer(book, waits, 0);
        ours = TestClient.open(folder.resolve(waits ? "new" : "old"), server.url());
    }

    @AfterEach
    void close() throws IOException {
        ours.close();
        server.close();
        assertTrue(book.surplus().isZero(), "money was made or lost");
    }

    @Test
    void sellsToAnOldBuyerInOnePiece() throws Exception {
        sellLinear();
    }

    @Test
    void sellsToAnOldBuyerOnAnOldExchange() throws Exception {
        close();
        open(false);
        sellLinear();
    }

    private void sellLinear() throws Exception {
        byte[] work = Vectors.stream("old-linear", 100_000);
        ours.permit(BidType.SELL, "foobar", 1);
        try (var worker = new TestWorker(ours.workers(), "w1", "foobar")) {
            byte[] result = new OldBuyer(server.url()).buyLinear("foobar", "mBTC 1", work);
            assertArrayEquals(TestWorker.done(work), result);
            assertEquals(1, worker.served());
        }
        assertEquals(Phase.FINISHED, book.transaction("tx-1").phase());
    }

    @Test
    void sellsToAnOldBuyerInChunks() throws Exception {
        byte[] work = Vectors.stream("old-chunked", 400_000);
        ours.permit(BidType.SELL, "foobar", 1);
        try (var worker = new TestWorker(ours.workers(), "w1", "foobar");
                var other = TestClient.open(folder.resolve("chunks"), server.url())) {
            byte[] result = new OldBuyer(server.url()).buyChunked("foobar", "mBTC 1", work, other.stored(work));
            assertArrayEquals(TestWorker.done(work), result);
            assertEquals(1, worker.served());
        }
    }

    @Test
    void answersTheReceiptBeforeAnOldBuyerSeesUnverifiedAndHangsUp() throws Exception {
        ours.permit(BidType.SELL, "foobar", 1);
        server.next("POST /tx/tx-1 encresulthash", Fault.SLOW_ANSWER);
        sellLinear();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void buysFromAnOldSeller(boolean exchangeWaits) throws Exception {
        close();
        open(exchangeWaits);
        buy(Vectors.stream("old-seller", 1000));
    }

    @Test
    void buysInOnePieceFromASellerThatTakesNoChunks() throws Exception {
        buy(Vectors.stream("old-seller", 400_000));
    }

    private void buy(byte[] work) throws Exception {
        try (var seller = new OldSeller(server.url())) {
            var selling = new CompletableFuture<Void>();
            new Thread(() -> {
                        try {
                            seller.sell("foobar", "mBTC 1", TestWorker::done);
                            selling.complete(null);
                        } catch (IOException | InterruptedException e) {
                            selling.completeExceptionally(e);
                        }
                    })
                    .start();
            Activity buy = ours.buy("foobar", work, Optional.of(TestClient.PRICE));
            assertArrayEquals(TestWorker.done(work), ours.read(buy.await()));
            selling.get();
        }
        Eventually.eventually(() -> book.transaction("tx-1").phase() == Phase.FINISHED);
    }
}
