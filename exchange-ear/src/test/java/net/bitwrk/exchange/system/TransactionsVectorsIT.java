package net.bitwrk.exchange.system;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import net.bitwrk.protocol.identity.PrivateKey;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * {@code transactions.json} against the deployed exchange, with its clock standing where the step says. Differences from
 * 0.7, all announced: a transaction that a message retires is shown so at once (section 7: State 1, one revision more),
 * {@code rejectresult} leads to RESULT_DISPUTED (section 7), https worker URLs are taken (section 7).
 */
@ExtendWith(SharedExchange.class)
final class TransactionsVectorsIT {
    private static final JsonObject FILE = Vectors.object("transactions.json");
    private static final String HTTPS = "seller-url-https";

    private final Exchange exchange;

    TransactionsVectorsIT(Exchange exchange) {
        this.exchange = exchange;
    }

    static Stream<JsonObject> scenarios() {
        return FILE.getJsonArray("scenarios").getValuesAs(JsonObject.class).stream();
    }

    @AfterEach
    void letTimeRun() {
        exchange.runClock();
    }

    private Participant party(String name) {
        return new Participant(
                exchange, PrivateKey.ofWif(FILE.getJsonObject(name).getString("wif")));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void goesAsRecorded(JsonObject scenario) {
        exchange.stopClock(exchange.time());
        party("seller").place("SELL", "foobar", "mBTC 1");
        String id = Trade.match(exchange, party("buyer").place("BUY", "foobar", "mBTC 2"));
        Instant matched = Instant.parse(transaction(id).getString("Matched"));
        for (JsonObject step : scenario.getJsonArray("steps").getValuesAs(JsonObject.class)) {
            String message = step.getString("message");
            exchange.stopClock(matched.plusSeconds(step.getInt("secondsAfterMatch")));
            Answer answer = party(sender(message)).say(id, arguments(message));
            if (message.equals(HTTPS)) {
                requireUrlTaken(id, answer);
                return;
            }
            assertEquals(step.getBoolean("accepted"), answer.status() == 303, step + " " + answer);
            assertTrue(answer.status() < 500, answer.toString());
        }
        JsonObject shown = transaction(id);
        assertEquals(expected(scenario.getJsonObject("finalJson"), shown, matched, exchange.time()), shown);
    }

    /** The difference to what is recorded. */
    private void requireUrlTaken(String id, Answer answer) {
        answer.expect(303);
        JsonObject shown = transaction(id);
        assertEquals("SELLER_ESTABLISHED", shown.getString("Phase"));
        assertEquals(arguments(HTTPS).get("workerurl"), shown.getString("WorkerURL"));
    }

    private static String sender(String message) {
        return FILE.getJsonObject("messages").getJsonObject(message).getString("sender");
    }

    private static Map<String, String> arguments(String message) {
        var arguments = new LinkedHashMap<String, String>();
        FILE.getJsonObject("messages")
                .getJsonObject(message)
                .getJsonObject("arguments")
                .forEach((name, value) -> arguments.put(name, ((JsonString) value).getString()));
        return arguments;
    }

    private JsonObject transaction(String id) {
        return exchange.getJson("/tx/" + id).expect(200).json().asJsonObject();
    }

    /** The recorded JSON with this run's ids and times, retired where this exchange retires at once. */
    private static JsonObject expected(JsonObject recorded, JsonObject shown, Instant matched, Instant now) {
        Instant recordedMatch = Instant.parse(FILE.getString("matchedAt"));
        Instant timeout = Instant.parse(recorded.getString("Timeout"));
        Instant due = matched.plus(Duration.between(recordedMatch, timeout));
        // Settled within a second of the timeout: it may be shown before and after.
        boolean timedOut = !now.isBefore(due) && shown.getInt("State") == 1;
        JsonObjectBuilder json = Json.createObjectBuilder(recorded)
                .add("BuyerBid", shown.get("BuyerBid"))
                .add("SellerBid", shown.get("SellerBid"))
                .add("Matched", matched.toString())
                .add("Timeout", due.toString());
        String phase = recorded.getString("Phase");
        boolean ends = phase.equals("FINISHED") || phase.contains("DISPUTED");
        if (ends || timedOut) {
            json.add("State", 1).add("Revision", recorded.getInt("Revision") + 1);
        }
        if (phase.equals("WORK_DISPUTED") && !recorded.isNull("EncryptedResultReceipt")) {
            json.add("Phase", "RESULT_DISPUTED");
        }
        return json.build();
    }
}
