package net.bitwrk.exchange.transaction;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import net.bitwrk.exchange.fixture.Exchange;
import net.bitwrk.exchange.fixture.Participant;
import net.bitwrk.exchange.refusal.Refused;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.identity.PrivateKey;
import net.bitwrk.protocol.json.TransactionJson;
import net.bitwrk.protocol.transaction.TransactionView;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Every scenario of {@code transactions.json} through the boundaries. Announced differences: an https worker URL is taken
 * (section 7, addition); {@code rejectresult} leads to RESULT_DISPUTED (section 7); what retires is settled at once, so
 * {@code State} is 1 and the revision one higher (section 7).
 */
class TransactionsVectorsTest {
    private static final JsonObject VECTORS = Vectors.object("transactions.json");
    private static final String HTTPS = "https worker url";
    private static final Instant MATCHED = Instant.parse(VECTORS.getString("matchedAt"));

    @AutoClose
    private final Exchange exchange = Exchange.onH2();

    private final Participant buyer = participant("buyer");
    private final Participant seller = participant("seller");
    private final TransactionId id = match();

    private static Participant participant(String name) {
        return new Participant(PrivateKey.ofWif(VECTORS.getJsonObject(name).getString("wif")));
    }

    private TransactionId match() {
        exchange.clock.set(MATCHED);
        var sell = seller.bid(exchange, "SELL", "foobar", "mBTC 1");
        exchange.place(sell).orThrow();
        var bid = exchange.place(buyer.bid(exchange, "BUY", "foobar", "mBTC 2")).orThrow();
        exchange.match(sell.market());
        return exchange.bid(bid).transaction().orElseThrow();
    }

    static Stream<JsonObject> scenarios() {
        return VECTORS.getJsonArray("scenarios").getValuesAs(JsonObject.class).stream();
    }

    @Test
    void thereAreScenarios() {
        assertEquals(18, scenarios().count());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void goesAsTold(JsonObject scenario) {
        boolean https = scenario.getString("name").equals(HTTPS);
        for (JsonObject step : scenario.getJsonArray("steps").getValuesAs(JsonObject.class)) {
            exchange.clock.set(MATCHED.plusSeconds(step.getInt("secondsAfterMatch")));
            String what = scenario.getString("name") + ": " + step;
            boolean accepted = step.getBoolean("accepted");
            if (https && step.getString("message").equals("seller-url-https")) {
                assertTrue(send(step.getString("message")), what);
                continue;
            }
            assertEquals(accepted, send(step.getString("message")), what);
            if (!https) {
                check(step, what);
            }
        }
        if (!https) {
            assertEquals(expected(scenario.getJsonObject("finalJson")), TransactionJson.write(view()));
        }
    }

    private void check(JsonObject step, String what) {
        TransactionView view = view();
        assertEquals(phase(step.getString("postPhase"), view), view.phase().name(), what);
        assertEquals(step.getInt("revision") + (view.retired() ? 1 : 0), view.revision(), what);
        assertEquals(MATCHED.plusSeconds(step.getInt("timeoutSecondsAfterMatch")), view.timeout(), what);
        assertEquals(
                Set.of("FINISHED", "WORK_DISPUTED", "RESULT_DISPUTED")
                        .contains(view.phase().name()),
                view.retired(),
                what);
    }

    /** Section 7: 0.7 names the phase after rejectresult WORK_DISPUTED. */
    private String phase(String told, TransactionView view) {
        return told.equals("WORK_DISPUTED") && view.resultKey().isPresent() ? "RESULT_DISPUTED" : told;
    }

    private JsonObject expected(JsonObject told) {
        TransactionView view = view();
        return Json.createObjectBuilder(told)
                .add("BuyerBid", view.buyerBid().text())
                .add("SellerBid", view.sellerBid().text())
                .add("Phase", phase(told.getString("Phase"), view))
                .add("State", view.retired() ? 1 : 0)
                .add("Revision", told.getInt("Revision") + (view.retired() ? 1 : 0))
                .build();
    }

    private boolean send(String name) {
        JsonObject message = VECTORS.getJsonObject("messages").getJsonObject(name);
        Map<String, String> arguments = new LinkedHashMap<>();
        message.getJsonObject("arguments")
                .forEach((key, value) -> arguments.put(key, ((JsonString) value).getString()));
        try {
            return exchange.send(participant(message.getString("sender")).message(id, arguments))
                    .isAccepted();
        } catch (Refused malformed) {
            return false;
        }
    }

    private TransactionView view() {
        return exchange.transaction(id);
    }
}
