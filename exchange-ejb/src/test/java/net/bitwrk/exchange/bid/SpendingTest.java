package net.bitwrk.exchange.bid;

import net.bitwrk.exchange.fixture.Exchange;
import net.bitwrk.exchange.fixture.Participant;
import net.bitwrk.exchange.platform.Intake;
import net.bitwrk.exchange.refusal.Outcome;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.Nonce;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.junit.jupiter.api.Assertions.assertEquals;

class SpendingTest {
    @AutoClose
    private final Exchange exchange = Exchange.onH2();

    private final Participant buyer = Participant.generate();

    @Test
    @Tag("M3")
    @DisplayName("M3: a hundred parallel bids over one balance spend it once")
    void spendsABalanceOnce() throws Exception {
        exchange.place(buyer.bid(exchange, "SELL", "foobar", "BTC 0")).orThrow();
        List<Callable<Outcome<BidId>>> races = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            PlaceBid command = buyer.bid(exchange, "BUY", "foobar", "mBTC 100");
            races.add(() -> exchange.place(command));
        }

        List<Outcome<BidId>> outcomes = race(races);

        assertEquals(9, outcomes.stream().filter(Outcome::isAccepted).count());
        assertEquals("mBTC 927", exchange.account(buyer.address()).blocked().toString());
    }

    @Test
    @Tag("A2")
    @DisplayName("A2: fifty parallel uses of one nonce have one effect")
    void usesANonceOnce() throws Exception {
        Nonce nonce = exchange.nonce();
        var executor = Executors.newFixedThreadPool(2);
        var intake = new Intake<PlaceBid, Outcome<BidId>>(
                executor,
                commands -> exchange.database.transaction(() -> exchange.bids.place(commands)),
                Outcome.refused(Reason.TOO_MANY, "too many"));
        List<CompletionStage<Outcome<BidId>>> answers = new ArrayList<>();
        for (int i = 1; i <= 50; i++) {
            answers.add(intake.submit(buyer.bid(exchange, nonce, "BUY", "foobar", "uBTC " + i)));
        }

        long accepted = 0;
        for (var answer : answers) {
            accepted += answer.toCompletableFuture().get().isAccepted() ? 1 : 0;
        }
        executor.shutdown();
        assertEquals(1, accepted);
        assertEquals(2, exchange.entries().size());
    }

    @Test
    @DisplayName("one that fails costs the others of its batch nothing")
    void aFailingMemberIsAlone() throws Exception {
        var executor = Executors.newSingleThreadExecutor();
        var intake = new Intake<Integer, Integer>(
                executor, numbers -> numbers.stream().map(number -> 12 / number).toList(), -1);
        List<CompletionStage<Integer>> answers = new ArrayList<>();
        for (int number : List.of(1, 0, 3)) {
            answers.add(intake.submit(number));
        }

        assertEquals(12, answers.get(0).toCompletableFuture().get());
        assertEquals(4, answers.get(2).toCompletableFuture().get());
        assertEquals(
                ArithmeticException.class,
                answers.get(1)
                        .handle((result, failure) -> failure.getClass())
                        .toCompletableFuture()
                        .get());
        executor.shutdown();
    }

    private static <T> List<T> race(List<Callable<T>> races) throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        List<T> results = new ArrayList<>();
        for (Future<T> race : threads.invokeAll(races)) {
            results.add(race.get());
        }
        threads.shutdown();
        return results;
    }
}
