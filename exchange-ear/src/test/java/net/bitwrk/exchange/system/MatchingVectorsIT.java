package net.bitwrk.exchange.system;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import net.bitwrk.protocol.money.Currency;
import net.bitwrk.protocol.money.Money;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.HashMap;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** {@code matching.json} against the deployed exchange, each run on an article nobody else trades here. */
@ExtendWith(SharedExchange.class)
final class MatchingVectorsIT {
    private final Exchange exchange;

    MatchingVectorsIT(Exchange exchange) {
        this.exchange = exchange;
    }

    /** None of the bids expires. */
    @BeforeEach
    void stopTime() {
        exchange.stopClock(exchange.time());
    }

    @AfterEach
    void letTimeRun() {
        exchange.runClock();
    }

    @ParameterizedTest
    @CsvSource({"0, fnord~trusted", "1, snafu~trusted", "2, foobar~trusted", "3, net.bitwrk/gorays/0~trusted"})
    void matchesAsRecorded(int number, String article) {
        assertEquals(4, Vectors.array("matching.json").size());
        JsonObject run = Vectors.array("matching.json").getJsonObject(number);
        var placed = new HashMap<String, String>();
        for (JsonObject bid : run.getJsonArray("bids").getValuesAs(JsonObject.class)) {
            String id = Participant.of(exchange).place(bid.getString("type"), article, bid.getString("price"));
            placed.put(bid.getString("id"), id);
        }
        for (JsonObject match : run.getJsonArray("matches").getValuesAs(JsonObject.class)) {
            requireMatch(match, placed);
        }
        for (JsonString still : run.getJsonArray("stillPlaced").getValuesAs(JsonString.class)) {
            assertEquals(1, bid(placed.get(still.getString())).getInt("State"), still.getString());
        }
    }

    private void requireMatch(JsonObject match, Map<String, String> placed) {
        String buy = placed.get(match.getString("buy"));
        JsonObject transaction = exchange.getJson("/tx/" + Trade.match(exchange, buy))
                .expect(200)
                .json()
                .asJsonObject();
        assertEquals(buy, transaction.getString("BuyerBid"), match.toString());
        assertEquals(placed.get(match.getString("sell")), transaction.getString("SellerBid"), match.toString());
        assertEquals(satoshi(match, "priceAmount"), Trade.money(transaction, "Price"), match.toString());
        assertEquals(satoshi(match, "feeAmount"), Trade.money(transaction, "Fee"), match.toString());
    }

    private static Money satoshi(JsonObject match, String name) {
        return Money.of(match.getJsonNumber(name).longValueExact(), Currency.BTC);
    }

    private JsonObject bid(String id) {
        return exchange.getJson("/bid/" + id).expect(200).json().asJsonObject();
    }
}
