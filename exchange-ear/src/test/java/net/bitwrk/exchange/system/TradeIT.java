package net.bitwrk.exchange.system;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A trade by HTTP, and the traps of 0.7 clients on its way (protocol section 5). */
@ExtendWith(SharedExchange.class)
final class TradeIT {
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

    private int state(String bid) {
        return exchange.getJson("/bid/" + bid).expect(200).json().asJsonObject().getInt("State");
    }

    /** Trap: a nonce is 32 hex characters and nothing else. */
    @Test
    void givesNoncesTo07() {
        assertTrue(exchange.nonce().matches("[0-9a-f]{32}"));
    }
}
