package net.bitwrk.exchange.simulation;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import net.bitwrk.exchange.simulation.ModelBid.Wish;
import net.bitwrk.protocol.money.Money;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The model itself, tried by what 0.7 did: else it would prove nothing about the exchange. */
final class ModelVectorsTest {
    private static final long RICH = 1_000_000_000_000L;

    static Stream<JsonObject> runs() {
        return Vectors.array("matching.json").stream().map(JsonValue::asJsonObject);
    }

    static Stream<JsonObject> scenarios() {
        return Vectors.object("transactions.json").getJsonArray("scenarios").stream()
                .map(JsonValue::asJsonObject);
    }

    private final Model model = new Model(RICH, 1000);

    private void place(String id, String type, String price) {
        var wish = new Wish(type, "foobar", "BTC", Money.parse("price", price).amount(), "owner of " + id);
        assertEquals(Verdict.accepted(id), model.place(wish, id, 0));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void matchesAsInTheVectors(JsonObject run) {
        List<String> matches = new ArrayList<>();
        for (JsonValue value : run.getJsonArray("bids")) {
            JsonObject bid = value.asJsonObject();
            place(bid.getString("id"), bid.getString("type"), bid.getString("price"));
            for (ModelTransaction made : model.match("foobar", "BTC", 1)) {
                model.establish(made, "tx" + matches.size());
                matches.add(made.buy.id + " " + made.sell.id + " " + made.price + " " + made.fee);
            }
        }
        List<String> expected = run.getJsonArray("matches").stream()
                .map(JsonValue::asJsonObject)
                .map(match -> match.getString("buy") + " " + match.getString("sell") + " " + match.getInt("priceAmount")
                        + " " + match.getInt("feeAmount"))
                .toList();
        assertEquals(expected, matches);
        assertEquals(
                run.getJsonArray("stillPlaced").getValuesAs(JsonString::getString).stream()
                        .sorted()
                        .toList(),
                model.open.stream().map(bid -> bid.id).sorted().toList());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void movesAsInTheVectors(JsonObject scenario) {
        ModelTransaction transaction = transaction();
        for (JsonValue value : scenario.getJsonArray("steps")) {
            JsonObject step = value.asJsonObject();
            String place = scenario.getString("name") + ", " + step.getString("message");
            // Addition: https worker URLs are accepted (protocol section 7).
            boolean isAddition = step.getString("message").equals("seller-url-https");
            Verdict verdict = say(transaction, step);
            assertEquals(step.getBoolean("accepted") || isAddition, verdict.isAccepted(), place + ": " + verdict);
            if (!isAddition) {
                assertStandsAs(step, transaction, place);
            }
        }
    }

    private ModelTransaction transaction() {
        JsonObject vectors = Vectors.object("transactions.json");
        String buyer = vectors.getJsonObject("buyer").getString("address");
        String seller = vectors.getJsonObject("seller").getString("address");
        model.place(new Wish("SELL", "foobar", "BTC", 100_000, seller), "old", 0);
        model.place(new Wish("BUY", "foobar", "BTC", 200_000, buyer), "new", 0);
        ModelTransaction made = model.match("foobar", "BTC", 0).get(0);
        model.establish(made, "tx");
        return made;
    }

    private Verdict say(ModelTransaction transaction, JsonObject step) {
        JsonObject vectors = Vectors.object("transactions.json");
        JsonObject message = vectors.getJsonObject("messages").getJsonObject(step.getString("message"));
        String sender = vectors.getJsonObject(message.getString("sender")).getString("address");
        Map<String, String> arguments = new HashMap<>();
        JsonObject said = message.getJsonObject("arguments");
        said.keySet().forEach(name -> arguments.put(name, said.getString(name)));
        return model.say(transaction.id, sender, arguments, step.getInt("secondsAfterMatch") * 1000L);
    }

    private static void assertStandsAs(JsonObject step, ModelTransaction transaction, String place) {
        // 0.7 has one name for both disputes, and settles later: its revision does not yet count that.
        String phase = transaction.phase.replace("RESULT_DISPUTED", "WORK_DISPUTED");
        assertEquals(step.getString("postPhase"), phase, place);
        assertEquals(step.getInt("revision"), transaction.revision - (transaction.isRetired ? 1 : 0), place);
        assertEquals(step.getInt("timeoutSecondsAfterMatch") * 1000L, transaction.timeout, place);
    }
}
