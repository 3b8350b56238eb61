package net.bitwrk.exchange.system;

import net.bitwrk.protocol.bid.BidState;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.bid.BidView;
import net.bitwrk.protocol.json.BidJson;

import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * One connection that posts bids it has signed beforehand, and accepts what they have become, until the exchange is
 * killed. Bids are matched after their answer: between two posts one of its buys is looked at, in turn. An answer that it
 * must not get, or none before the kill, fails it.
 */
final class Posting implements Callable<Void> {
    private static final int BIDS = 60;

    /** What was answered. */
    record Acknowledged(String bid, String form, Participant by) {
        int state(Exchange exchange) {
            return exchange.getJson("/bid/" + bid)
                    .expect(200)
                    .json()
                    .asJsonObject()
                    .getInt("State");
        }
    }

    private record SignedBid(BidType type, String form) {}

    /** What all connections to one exchange were answered. */
    record Answered(Queue<Acknowledged> bids, Queue<String> finished, AtomicBoolean killed) {
        Answered() {
            this(new ConcurrentLinkedQueue<>(), new ConcurrentLinkedQueue<>(), new AtomicBoolean());
        }
    }

    private final Participant participant;
    private final List<SignedBid> forms = new ArrayList<>();
    private final Answered answered;
    private final Queue<String> openBuys = new ArrayDeque<>();

    Posting(Exchange exchange, int number, Answered answered) {
        this.participant = Participant.of(exchange);
        this.answered = answered;
        for (int i = 0; i < BIDS; i++) {
            BidType type = (i + number) % 2 == 0 ? BidType.BUY : BidType.SELL;
            forms.add(new SignedBid(type, participant.bidForm(type.name(), "foobar", "uBTC " + (10 + i % 3))));
        }
    }

    @Override
    public Void call() throws InterruptedException {
        try {
            for (SignedBid bid : forms) {
                post(bid);
                lookAtNextBuy(BidState::isOpen);
            }
            while (!openBuys.isEmpty()) {
                lookAtNextBuy(BidState.INQUEUE::equals);
                Thread.sleep(10);
            }
        } catch (UncheckedIOException e) {
            if (!answered.killed().get()) {
                throw e;
            }
            // What is not answered may or may not have happened.
        }
        return null;
    }

    private void post(SignedBid bid) {
        Answer answer = participant.exchange().post("/bid", bid.form()).expect(303);
        String id = answer.header("X-Bid-Key").orElseThrow();
        answered.bids().add(new Acknowledged(id, bid.form(), participant));
        if (bid.type() == BidType.BUY) {
            openBuys.add(id);
        }
    }

    /** @param again in which state it will be looked at once more */
    private void lookAtNextBuy(Predicate<BidState> again) {
        String id = openBuys.poll();
        if (id == null) {
            return;
        }
        BidView bid = BidJson.read(
                participant.exchange().getJson("/bid/" + id).expect(200).json().asJsonObject());
        if (bid.transaction().isPresent()) {
            String transaction = bid.transaction().get().text();
            participant.say(transaction, Map.of("acceptresult", "on")).expect(303);
            answered.finished().add(transaction);
        } else if (again.test(bid.state())) {
            openBuys.add(id);
        }
    }
}
