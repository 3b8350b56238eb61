package net.bitwrk.exchange.matching;

import net.bitwrk.exchange.bid.Market;
import net.bitwrk.exchange.bid.PlaceBid;
import net.bitwrk.exchange.fixture.Exchange;
import net.bitwrk.exchange.fixture.Participant;
import net.bitwrk.exchange.platform.Announcements;
import net.bitwrk.exchange.platform.Intake;
import net.bitwrk.exchange.platform.SignedDocument;
import net.bitwrk.exchange.refusal.Outcome;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.bid.BidView;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.transaction.TransactionView;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Whoever bids better, and of those whoever was first, is matched first, however many bid at once. */
@Tag("B3")
@Timeout(120)
final class PriorityTest {
    private static final int WRITERS = 32;
    private static final int BIDS = 8;

    @AutoClose
    private final Exchange exchange = Exchange.onH2();

    @AutoClose("shutdownNow")
    private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 2);

    private final Matcher matcher = new Matcher(
            new Matching(exchange.clock, exchange.openBids, exchange.transactions, exchange.ledger, new OrderBooks()) {
                @Override
                public Round run(Market market) {
                    return exchange.database.transaction(() -> super.run(market));
                }
            },
            new Announcements(),
            threads);

    private final Intake<PlaceBid, Outcome<BidId>> intake = new Intake<>(
            threads,
            commands -> exchange.database.transaction(() -> exchange.bids.place(commands)),
            Outcome.refused(Reason.TOO_MANY, "too many"));

    private Void write(int writer) throws Exception {
        var random = new Random(writer);
        Participant participant = Participant.generate();
        for (int i = 0; i < BIDS; i++) {
            String price = "uBTC " + (10 + random.nextInt(5));
            PlaceBid bid = participant.bid(exchange, random.nextBoolean() ? "BUY" : "SELL", "foobar", price);
            assertTrue(intake.submit(bid).toCompletableFuture().get().isAccepted());
            matcher.wake(bid.market());
        }
        return null;
    }

    @Test
    @DisplayName("B3: price, then time, under 32 writers")
    void theBestAndOldestIsMatchedFirst() throws Exception {
        List<Callable<Void>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            int writer = i;
            writers.add(() -> write(writer));
        }
        for (Future<Void> done : threads.invokeAll(writers)) {
            done.get();
        }
        exchange.match(
                Participant.generate().bid(exchange, "BUY", "foobar", "BTC 0").market());

        List<SignedDocument> inOrder = exchange.database.transaction(() -> exchange.bids.signed(0, WRITERS * BIDS + 1));
        assertEquals(WRITERS * BIDS, inOrder.size());
        Map<String, String> expected = new HashMap<>();
        Map<String, String> found = new HashMap<>();
        List<Waiting> waiting = new ArrayList<>();
        for (SignedDocument document : inOrder) {
            BidView bid = exchange.bid(new BidId(document.id()));
            bid.transaction()
                    .map(exchange::transaction)
                    .ifPresent(match -> found.put(document.id(), other(match, bid)));
            best(waiting, bid)
                    .ifPresentOrElse(
                            other -> {
                                waiting.remove(other);
                                expected.put(document.id(), other.id());
                                expected.put(other.id(), document.id());
                            },
                            () -> waiting.add(new Waiting(document.id(), bid)));
        }
        assertEquals(expected, found);
        assertTrue(found.size() > WRITERS, "so few were matched: " + found.size());
    }

    /** A bid in a book that is a mere list, the oldest first. */
    private record Waiting(String id, BidView bid) {}

    private static String other(TransactionView match, BidView bid) {
        return (bid.type() == BidType.BUY ? match.sellerBid() : match.buyerBid()).text();
    }

    private static Optional<Waiting> best(List<Waiting> waiting, BidView bid) {
        boolean buys = bid.type() == BidType.BUY;
        Comparator<Waiting> cheapest = Comparator.comparing(other -> other.bid().price());
        return waiting.stream()
                .filter(other -> other.bid().type() != bid.type())
                .filter(other -> buys
                        ? other.bid().price().compareTo(bid.price()) <= 0
                        : other.bid().price().compareTo(bid.price()) >= 0)
                // The first of several in a list is the oldest.
                .min(buys ? cheapest : cheapest.reversed());
    }
}
