package net.bitwrk.exchange.system;

import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A trade by HTTP, and the traps of 0.7 clients on its way (protocol section 5). */
@ExtendWith(SharedExchange.class)
final class TradeIT {
    private static final String HASH = "00e13ed7af55b27622f1d6eab5bec0147e68efe28dc2b12461117afa1a5ed40e";

    private final Exchange exchange;

    TradeIT(Exchange exchange) {
        this.exchange = exchange;
    }

    @Test
    void endsFinishedAndPaid() {
        var finished = Trade.complete(exchange, "foobar", "mBTC 1");
        String seller = finished.getString("Seller");
        String buyer = finished.getString("Buyer");
        assertEquals("BTC 1.001", account(seller, "Available"));
        assertEquals("mBTC 998.97", account(buyer, "Available"));
        assertEquals("BTC 0", account(buyer, "Blocked"));
    }

    private String account(String address, String name) {
        return exchange.getJson("/account/" + address)
                .expect(200)
                .json()
                .asJsonObject()
                .getString(name);
    }

    /** Trap: exactly 303 with X-Bid-Key, and a Location that is the path alone. */
    @Test
    void answersABidAs07Needs() {
        Answer answer = exchange.post("/bid", Participant.of(exchange).bidForm("BUY", "fnord", "mBTC 1"))
                .expect(303);
        String bid = answer.header("X-Bid-Key").orElseThrow();
        assertEquals("/bid/" + bid, answer.header("Location").orElse(""));
        exchange.getJson("//bid/" + bid).expect(200);
    }

    /** Trap: a change is noticed only by a changed strong tag. */
    @Test
    void tagsEveryStateDifferently() {
        String bid = Participant.of(exchange).place("SELL", "snafu", "mBTC 1");
        ServerProcess.await("the bid in the book", () -> state(bid) == 1);
        Answer placed = exchange.getJson("/bid/" + bid).expect(200);
        String tag = placed.header("ETag").orElseThrow();
        assertTrue(tag.startsWith("\"") && tag.endsWith("\"") && tag.length() < 1024, tag);
        assertEquals(tag, placed.header("X-ETag").orElse(""));
        assertEquals(
                304,
                exchange.get("/bid/" + bid, "Accept", Exchange.JSON, "If-None-Match", tag)
                        .status());
        assertTrue(!tag.equals(exchange.get("/bid/" + bid).header("ETag").orElse("")), "HTML has the tag of the JSON");
    }

    /** Trap: without a changed tag the trade hangs, and weak ones do not count. */
    @Test
    void everyStepOfATradeHasATagOfItsOwn() {
        Participant buyer = Participant.of(exchange);
        Participant seller = Participant.of(exchange);
        String sell = seller.place("SELL", "net.bitwrk/gorays/0", "mBTC 1");
        ServerProcess.await("the bid in the book", () -> state(sell) == 1);
        List<String> ofBid = new ArrayList<>(tags("/bid/" + sell));
        String transaction = Trade.match(exchange, buyer.place("BUY", "net.bitwrk/gorays/0", "mBTC 1"));
        ofBid.addAll(tags("/bid/" + sell));
        assertEquals(ofBid.size(), Set.copyOf(ofBid).size(), ofBid.toString());

        List<String> ofTransaction = new ArrayList<>(tags("/tx/" + transaction));
        buyer.say(transaction, Map.of("workhash", HASH, "worksecrethash", HASH)).expect(303);
        ofTransaction.addAll(tags("/tx/" + transaction));
        seller.say(transaction, Map.of("workerurl", "http://127.0.0.1:8082/")).expect(303);
        ofTransaction.addAll(tags("/tx/" + transaction));
        buyer.say(transaction, Map.of("acceptresult", "on")).expect(303);
        ofTransaction.addAll(tags("/tx/" + transaction));
        assertEquals(8, Set.copyOf(ofTransaction).size(), ofTransaction.toString());
    }

    /** Of JSON and HTML. */
    private List<String> tags(String path) {
        List<String> tags = List.of(
                exchange.getJson(path).expect(200).header("ETag").orElse("none"),
                exchange.get(path).expect(200).header("ETag").orElse("none"));
        tags.forEach(tag -> assertTrue(tag.matches("\"[^\"]{1,1000}\""), tag));
        return tags;
    }

    /** Trap: a client that sees MATCHED reads the transaction at once, and crashes where none is named. */
    @Test
    void showsABidAsMatchedOnlyWithItsTransaction() {
        Participant.of(exchange).place("SELL", "foobar~trusted", "mBTC 5");
        String bid = Participant.of(exchange).place("BUY", "foobar~trusted", "mBTC 5");
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        JsonObject shown;
        do {
            shown = exchange.getJson("/bid/" + bid).expect(200).json().asJsonObject();
            assertTrue(System.nanoTime() < deadline, shown.toString());
        } while (shown.getInt("State") < 2);
        assertEquals(2, shown.getInt("State"));
        JsonObject transaction = exchange.getJson("/tx/" + shown.getString("Transaction"))
                .expect(200)
                .json()
                .asJsonObject();
        assertEquals(bid, transaction.getString("BuyerBid"));
    }

    private int state(String bid) {
        return exchange.getJson("/bid/" + bid).expect(200).json().asJsonObject().getInt("State");
    }

    /** Trap: a nonce is 32 hex characters and nothing else. */
    @Test
    void givesNoncesTo07() {
        assertTrue(exchange.nonce().matches("[0-9a-f]{32}"));
        for (String accept : List.of("application/json", "image/png", "nonsense;", "")) {
            Answer answer = exchange.get("/nonce", "Accept", accept, "User-Agent", "BitWrkGoClient/0.7.0");
            assertTrue(answer.body().isEmpty() || answer.body().matches("[0-9a-f]{32}"), answer.toString());
            assertTrue(accept.contains(";") || answer.status() == 200, answer.toString());
        }
    }
}
