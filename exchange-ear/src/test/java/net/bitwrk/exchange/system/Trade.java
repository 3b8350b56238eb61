package net.bitwrk.exchange.system;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.money.Money;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** One whole trade between two new participants, as 0.7 clients make it: two bids, five messages, the money. */
final class Trade {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SECRET = "6c94f9243b872dc22002715e2ecb26b92ed747e6c280e3631f3b58550d621050";
    private static final String RESULT_KEY = "0a56ce96edc3cf54a5193fc3d0f8d30e5dde4bc8b459b220a57ca49db39a3d66";

    private final Exchange exchange;
    private final Participant buyer;
    private final Participant seller;

    private Trade(Exchange exchange, Participant buyer, Participant seller) {
        this.exchange = exchange;
        this.buyer = buyer;
        this.seller = seller;
    }

    /** @return the finished transaction as JSON. @throws AssertionError where any step fails, or money does not add up */
    static JsonObject complete(Exchange exchange, String article, String price) {
        Participant buyer = Participant.of(exchange);
        Participant seller = Participant.of(exchange);
        seller.place("SELL", article, price);
        String transaction = match(exchange, buyer.place("BUY", article, price));
        return conclude(exchange, buyer, seller, transaction);
    }

    /** All messages of a transaction in which nothing has been said yet. */
    static JsonObject conclude(Exchange exchange, Participant buyer, Participant seller, String transaction) {
        return new Trade(exchange, buyer, seller).run(transaction);
    }

    private JsonObject run(String transaction) {
        Hash work = Hash.sha256("work".getBytes(StandardCharsets.UTF_8));
        Hash result = Hash.sha256("result".getBytes(StandardCharsets.UTF_8));
        String secretHash = secretHash(work);
        buyer.say(transaction, Map.of("workhash", work.toString(), "worksecrethash", secretHash))
                .expect(303);
        seller.say(transaction, Map.of("workerurl", "http://127.0.0.1:8082/abcd0123"))
                .expect(303);
        seller.say(transaction, Map.of("buyersecret", SECRET)).expect(303);
        seller.say(
                        transaction,
                        Map.of(
                                "encresulthash", result.toString(),
                                "encresulthashsig", buyer.sign(result.toString()),
                                "encresultkey", RESULT_KEY))
                .expect(303);
        buyer.say(transaction, Map.of("acceptresult", "on")).expect(303);
        JsonObject finished =
                exchange.getJson("/tx/" + transaction).expect(200).json().asJsonObject();
        if (!finished.getString("Phase").equals("FINISHED") || finished.getInt("State") != 1) {
            throw new AssertionError("not finished: " + finished);
        }
        requireThatLedgerAddsUp(exchange);
        return finished;
    }

    private static String secretHash(Hash work) {
        byte[] both = new byte[64];
        System.arraycopy(work.bytes(), 0, both, 0, 32);
        System.arraycopy(java.util.HexFormat.of().parseHex(SECRET), 0, both, 32, 32);
        return Hash.sha256(both).toString();
    }

    /** Waits until the bid is matched. @return the transaction's id */
    static String match(Exchange exchange, String bid) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Answer answer = exchange.getJson("/bid/" + bid).expect(200);
        while (answer.json().asJsonObject().getInt("State") != 2) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not matched in " + PATIENCE + ": " + answer);
            }
            answer = exchange.getJson("/bid/" + bid).expect(200);
        }
        return ((JsonString) answer.json().getValue("/Transaction")).getString();
    }

    /** Protocol section 8: the four parts of every entry add up to zero. */
    static void requireThatLedgerAddsUp(Exchange exchange) {
        var entries =
                exchange.getJson("/query/ledger?limit=1000").expect(200).json().asJsonArray();
        if (entries.isEmpty()) {
            throw new AssertionError("the ledger is empty");
        }
        for (JsonObject entry : entries.getValuesAs(JsonObject.class)) {
            Money sum = money(entry, "AvailableDelta")
                    .plus(money(entry, "BlockedDelta"))
                    .plus(money(entry, "Fee"))
                    .plus(money(entry, "World"));
            if (!sum.isZero()) {
                throw new AssertionError("does not add up: " + entry);
            }
        }
    }

    static Money money(JsonObject object, String name) {
        return Money.parse(name, object.getString(name));
    }
}
