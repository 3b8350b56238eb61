package net.bitwrk.exchange.system;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The shapes of {@code json-shapes.json} as the deployed exchange answers: names, their order, types, null-ness. */
@ExtendWith(SharedExchange.class)
final class JsonShapesIT {
    private static final JsonObject SHAPES = Vectors.object("json-shapes.json");

    private final Exchange exchange;

    JsonShapesIT(Exchange exchange) {
        this.exchange = exchange;
    }

    @AfterEach
    void letTimeRun() {
        exchange.runClock();
    }

    private JsonObject get(String path) {
        return exchange.getJson(path).expect(200).json().asJsonObject();
    }

    private static void requireShape(String name, JsonObject answer) {
        assertEquals(shape(SHAPES.getJsonObject(name)), shape(answer), name + " against " + answer);
    }

    /** Names in their order, each with the type of its value; objects within, too. */
    private static List<String> shape(JsonObject object) {
        var shape = new ArrayList<String>();
        object.forEach((name, value) -> shape.add(name + ":" + type(value)));
        return shape;
    }

    private static String type(JsonValue value) {
        return value instanceof JsonObject object
                ? shape(object).toString()
                : value.getValueType().toString();
    }

    @Test
    void bidsLookAsRecorded() {
        String bid = Participant.of(exchange).place("SELL", "snafu", "mBTC 2000");
        ServerProcess.await("the bid in the book", () -> get("/bid/" + bid).getInt("State") == 1);
        requireShape("bidPlaced", get("/bid/" + bid));
        exchange.stopClock(exchange.time().plusSeconds(121));
        ServerProcess.await("the end of the bid", () -> get("/bid/" + bid).getInt("State") == 3);
        requireShape("bidExpired", get("/bid/" + bid));
    }

    @Test
    void aMatchLooksAsRecorded() {
        String transaction = OpenTrade.of(exchange).transaction();
        JsonObject established = get("/tx/" + transaction);
        requireShape("transactionEstablishing", established);
        requireShape("bidMatched", get("/bid/" + established.getString("BuyerBid")));
    }

    @Test
    void aFinishedTradeLooksAsRecorded() {
        JsonObject finished = Trade.complete(exchange, "foobar", "mBTC 1");
        requireShape("transactionRetired", finished);
        assertEquals(SHAPES.getJsonObject("transactionRetired").getInt("Revision"), finished.getInt("Revision"));
        JsonObject account = get("/account/" + finished.getString("Buyer"));
        requireShape("accountAfterLedger", account);
        requireShape("ledgerEntry", ofType("BID", finished.getString("BuyerBid")));
        String last = account.getString("LastMovementKey");
        assertEquals(last, get("/ledger/" + last).getString("Key"));
    }

    private JsonObject ofType(String type, String bid) {
        return exchange.getJson("/query/ledger?limit=1000").expect(200).json().asJsonArray().stream()
                .map(JsonValue::asJsonObject)
                .filter(entry -> entry.getString("Type").equals(type))
                .filter(entry -> entry.get("BidKey") instanceof JsonString key
                        && key.getString().equals(bid))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theLedgerComesPageByPage() {
        Instant begin = exchange.time();
        exchange.stopClock(begin);
        Participant buyer = Participant.of(exchange);
        // Of an article that nobody else sells so cheaply.
        String bid = buyer.place("BUY", "snafu", "uBTC 1");
        exchange.stopClock(begin.plusSeconds(60));
        List<String> types = new ArrayList<>();
        JsonArray page = ledger("begin=" + begin + "&limit=1&after=");
        while (!page.isEmpty()) {
            JsonObject entry = page.getJsonObject(0);
            if (entry.getString("AvailableAccount").equals(buyer.address().text())) {
                types.add(entry.getString("Type"));
            }
            page = ledger("limit=1&after=" + entry.getString("Key"));
        }
        assertEquals(List.of("DEPOSIT", "BID"), types);
        buyer.cancel(bid).expect(303);
    }

    private JsonArray ledger(String query) {
        return exchange.getJson("/query/ledger?" + query).expect(200).json().asJsonArray();
    }

    @Test
    void aNewAccountLooksAsRecorded() {
        requireShape("account", get("/account/" + Participant.of(exchange).address()));
    }

    @Test
    void theMessageOfTheDayIsTheRecordedOne() {
        assertEquals(SHAPES.getJsonObject("motd"), get("/motd"));
    }
}
