package net.bitwrk.client.exchange;

import net.bitwrk.client.exchange.ScriptedExchangeServer.Fault;
import net.bitwrk.protocol.bid.BidState;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.bid.BidView;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.transaction.MessageKind;
import net.bitwrk.protocol.transaction.Phase;
import net.bitwrk.protocol.transaction.TransactionMessage.Verdict;
import net.bitwrk.protocol.transaction.TransactionView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Watches of bids and transactions, by {@code Prefer: wait} and by polling. */
@Timeout(60)
final class WatchTest extends AtScriptedExchange {
    @Test
    void hearsOfAChangeAtOnceWithoutAsking() throws Exception {
        BidId bid = exchange.placeBid(BidType.SELL, FOOBAR, PRICE);
        BlockingQueue<BidView> seen = new LinkedBlockingQueue<>();
        try (BidWatch watch = exchange.watchBid(bid, seen::add)) {
            assertEquals(BidState.PLACED, seen.take().state());
            awaitCalls(2);
            // Polling, it would have asked again by now.
            Thread.sleep(1200);
            assertEquals(2, server.calls("GET /bid/").size());
            assertEquals(
                    Optional.of("wait=30"), server.calls("GET /bid/").get(1).prefer());
            assertTrue(server.calls("GET /bid/").get(1).ifNoneMatch().isPresent());
            exchange.placeBid(BidType.BUY, FOOBAR, PRICE);
            assertEquals(BidState.MATCHED, watch.awaitEnd(LIMIT).state());
            assertEquals(2, server.calls("GET /bid/").size());
        }
    }

    @Test
    void pollsInTheRhythmOfOldWhereTheExchangeDoesNotWait() throws Exception {
        close();
        open(false);
        BidId bid = exchange.placeBid(BidType.SELL, FOOBAR, PRICE);
        BlockingQueue<BidView> seen = new LinkedBlockingQueue<>();
        try (BidWatch watch = exchange.watchBid(bid, seen::add)) {
            awaitCalls(5);
            List<ScriptedExchangeServer.Call> calls = server.calls("GET /bid/");
            assertPause(0, calls.get(0), calls.get(1));
            assertPause(500, calls.get(1), calls.get(2));
            assertPause(1000, calls.get(2), calls.get(3));
            assertPause(1500, calls.get(3), calls.get(4));
            exchange.placeBid(BidType.BUY, FOOBAR, PRICE);
            assertEquals(BidState.MATCHED, watch.awaitEnd(LIMIT).state());
        }
    }

    private void awaitCalls(int count) throws InterruptedException {
        for (int i = 0; i < 3000 && server.calls("GET /bid/").size() < count; i++) {
            Thread.sleep(10);
        }
        assertTrue(server.calls("GET /bid/").size() >= count);
    }

    /** At least: a machine may be slow. */
    private static void assertPause(long millis, ScriptedExchangeServer.Call one, ScriptedExchangeServer.Call next) {
        long pause = TimeUnit.NANOSECONDS.toMillis(next.nanos() - one.nanos());
        assertTrue(pause >= millis, pause + " ms instead of " + millis);
    }

    @Test
    void seesEveryPhaseAndEndsWithTheTransaction() throws Exception {
        TransactionId transaction = match();
        BlockingQueue<TransactionView> seen = new LinkedBlockingQueue<>();
        try (TransactionWatch watch = exchange.watchTransaction(transaction, seen::add)) {
            assertEquals(Phase.ESTABLISHING, seen.take().phase());
            exchange.send(transaction, HASHES, LIMIT);
            assertEquals(Phase.BUYER_ESTABLISHED, seen.take().phase());
            exchange.sendLater(transaction, new Verdict(MessageKind.ACCEPT_RESULT), taken -> {});
            TransactionView end = watch.await(view -> view.phase() == Phase.TRANSMITTING, LIMIT);
            assertEquals(Phase.FINISHED, end.phase());
            assertTrue(end.retired());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"BROKEN", "WEB_PAGE"})
    void goesOnWatchingAfterFaultsOfTheExchange(Fault fault) throws Exception {
        TransactionId transaction = match();
        server.next("GET /tx", fault);
        try (TransactionWatch watch = exchange.watchTransaction(transaction, view -> {})) {
            assertEquals(Phase.ESTABLISHING, watch.await(view -> true, LIMIT).phase());
        }
    }

    @Test
    void endsTheWatchOfWhatIsNotThere() {
        TransactionWatch watch = exchange.watchTransaction(new TransactionId("nothing"), view -> {});
        var failure = assertThrows(ExchangeRefused.class, () -> watch.await(view -> true, LIMIT));
        assertEquals(404, failure.status());
        watch.close();
    }

    @Test
    void endsAWaitInTime() throws Exception {
        TransactionId transaction = match();
        try (TransactionWatch watch = exchange.watchTransaction(transaction, view -> {})) {
            assertThrows(
                    TimeoutException.class,
                    () -> watch.await(view -> view.phase() == Phase.WORKING, Duration.ofMillis(200)));
        }
    }

    @Test
    void tellsItsListenerOfAStateBeforeThoseWhoWaitForIt() throws Exception {
        TransactionId transaction = match();
        var watching = new CompletableFuture<TransactionWatch>();
        var isEarly = new CompletableFuture<Boolean>();
        Predicate<TransactionView> second = view -> view.phase() == Phase.BUYER_ESTABLISHED;
        // The first state may come before there is a watch to wait with.
        try (TransactionWatch watch = exchange.watchTransaction(transaction, view -> {
            if (second.test(view)) {
                isEarly.complete(has(watching.join(), second));
            }
        })) {
            watching.complete(watch);
            exchange.send(transaction, HASHES, LIMIT);
            assertFalse(isEarly.get(), "whoever waits goes on while the listener does not know yet");
            assertTrue(second.test(watch.await(second, LIMIT)));
        }
    }

    private static boolean has(TransactionWatch watch, Predicate<TransactionView> wanted) {
        try {
            watch.await(wanted, Duration.ZERO);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
