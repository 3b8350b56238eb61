package net.bitwrk.exchange.system;

import net.bitwrk.protocol.bid.BidView;
import net.bitwrk.protocol.json.BidJson;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;

/**
 * One connection that posts bids it has signed beforehand, and accepts what they have become, until nobody answers. An
 * answer that it must not get fails it.
 */
final class Posting implements Callable<Void> {
    private static final int BIDS = 60;

    /** What was answered. */
    record Acknowledged(String bid, String form, Participant by) {}

    private final Participant participant;
    private final List<String> forms = new ArrayList<>();
    private final Queue<Acknowledged> bids;
    private final Queue<String> finished;

    Posting(Exchange exchange, int number, Queue<Acknowledged> bids, Queue<String> finished) {
        this.participant = Participant.of(exchange);
        this.bids = bids;
        this.finished = finished;
        for (int i = 0; i < BIDS; i++) {
            String type = (i + number) % 2 == 0 ? "BUY" : "SELL";
            forms.add(participant.bidForm(type, "foobar", "uBTC " + (10 + i % 3)));
        }
    }

    @Override
    public Void call() {
        try {
            forms.forEach(this::post);
        } catch (UncheckedIOException e) {
            // Killed: what is not answered may or may not have happened.
        }
        return null;
    }

    private void post(String form) {
        Answer answer = participant.exchange().post("/bid", form).expect(303);
        String id = answer.header("X-Bid-Key").orElseThrow();
        bids.add(new Acknowledged(id, form, participant));
        BidView bid = BidJson.read(
                participant.exchange().getJson("/bid/" + id).expect(200).json().asJsonObject());
        if (bid.transaction().isPresent() && bid.type().name().equals("BUY")) {
            String transaction = bid.transaction().get().text();
            participant.say(transaction, Map.of("acceptresult", "on")).expect(303);
            finished.add(transaction);
        }
    }
}
