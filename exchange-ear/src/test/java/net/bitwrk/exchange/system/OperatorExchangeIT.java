package net.bitwrk.exchange.system;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import net.bitwrk.protocol.document.Document;
import net.bitwrk.protocol.document.Form;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.identity.PrivateKey;
import net.bitwrk.protocol.identity.Signature;
import net.bitwrk.protocol.identity.SignatureVerifier;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The runnable jar as an operator has it: on PostgreSQL, with a trusted account and no money to begin with. One start for
 * all; the first test is the whole ledger of {@code json-shapes.json}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class OperatorExchangeIT {
    private static final JsonObject SHAPES = Vectors.object("json-shapes.json");
    private static final Instant RECORDED = Instant.parse("2026-01-02T03:04:05Z");
    private static final PrivateKey TRUSTED = PrivateKey.generate();

    @TempDir
    private static Path folder;

    private static KillablePostgres database;
    private static ExchangeProcess process;
    private static Exchange exchange;
    private static Participant operator;
    private static Instant start;

    private final Participant buyer = party("buyer");
    private final Participant seller = party("seller");

    @BeforeAll
    static void start() {
        database = new KillablePostgres(folder.resolve("postgresql"));
        var settings = Map.of(
                "db-url", database.url(), "trusted-account", TRUSTED.address().text());
        process = ExchangeProcess.start(TestJar.make(folder), folder, settings);
        exchange = process.ready();
        operator = new Participant(exchange, TRUSTED);
    }

    @AfterAll
    static void stop() throws IOException {
        process.close();
        database.close();
    }

    private static Participant party(String name) {
        String wif = Vectors.object("transactions.json").getJsonObject(name).getString("wif");
        return new Participant(exchange, PrivateKey.ofWif(wif));
    }

    private static JsonObject get(String path) {
        return exchange.getJson(path).expect(200).json().asJsonObject();
    }

    /** Seconds after the history's begin. */
    private static void at(int seconds) {
        exchange.stopClock(start.plusSeconds(seconds));
    }

    private static void deposit(Participant owner, String type, String amount, String uid) {
        assertEquals(
                "/deposit/" + uid,
                exchange.post("/deposit", operator.depositForm(owner, type, amount, uid))
                        .expect(303)
                        .header("Location")
                        .orElse(""));
    }

    @Test
    @Order(1)
    void aWholeHistoryIsTheRecordedOne() {
        start = exchange.time();
        at(0);
        deposit(buyer, "1", "BTC 1", "deposit-0001");
        at(1);
        seller.place("SELL", "foobar", "mBTC 1");
        at(2);
        String first = buyer.place("BUY", "foobar", "mBTC 2");
        String paid = Trade.match(exchange, first);
        at(7);
        Trade.conclude(exchange, buyer, seller, paid);
        at(10);
        String expired = buyer.place("BUY", "foobar", "mBTC 2");
        at(130);
        ServerProcess.await("the end of the bid", () -> get("/bid/" + expired).getInt("State") == 3);
        at(140);
        seller.place("SELL", "foobar", "mBTC 1");
        String last = buyer.place("BUY", "foobar", "mBTC 1");
        String failed = Trade.match(exchange, last);
        at(201);
        ServerProcess.await(
                "the end of the transaction", () -> get("/tx/" + failed).getInt("State") == 1);
        at(210);
        deposit(buyer, "0", "mBTC -500", "deposit-0002");

        var names = new HashMap<String, String>();
        names.putAll(Map.of(first, "bid-2", expired, "bid-3", last, "bid-4", paid, "tx-1", failed, "tx-2"));
        JsonArray entries = exchange.getJson("/query/ledger").expect(200).json().asJsonArray();
        for (int i = 0; i < entries.size(); i++) {
            names.put(entries.getJsonObject(i).getString("Key"), "led-" + (i + 1));
        }
        JsonArray recorded = SHAPES.getJsonArray("ledger");
        assertEquals(recorded.size(), entries.size(), entries.toString());
        for (int i = 0; i < entries.size(); i++) {
            requireSame(recorded.getJsonObject(i), entries.getJsonObject(i), names);
        }
        requireSame(SHAPES.getJsonObject("accountAfterLedger"), get("/account/" + buyer.address()), names);
        requireSame(SHAPES.getJsonObject("sellerAfterLedger"), get("/account/" + seller.address()), names);
    }

    /** Same names in the same order, same values where ids and times are called by their recorded names. */
    private static void requireSame(JsonObject recorded, JsonObject shown, Map<String, String> names) {
        var renamed = new LinkedHashMap<String, JsonValue>();
        shown.forEach(
                (name, value) -> renamed.put(name, value instanceof JsonString text ? named(text, names) : value));
        assertEquals(
                new ArrayList<>(new LinkedHashMap<>(recorded).entrySet()),
                new ArrayList<>(renamed.entrySet()),
                shown.toString());
    }

    private static JsonValue named(JsonString text, Map<String, String> names) {
        String value = text.getString();
        boolean isTime = value.matches("[0-9]{4}-.*Z") && !value.startsWith("0001");
        return Json.createValue(
                isTime
                        ? RECORDED.plus(Duration.between(start, Instant.parse(value)))
                                .toString()
                        : names.getOrDefault(value, value));
    }

    @Test
    @Order(2)
    void depositsLookAsRecorded() {
        JsonObject shape = SHAPES.getJsonObject("deposit");
        deposit(Participant.of(exchange), "1", "mBTC 23.42", "deposit-0003");
        JsonObject shown = get("/deposit/deposit-0003");
        assertEquals(new ArrayList<>(shape.keySet()), new ArrayList<>(shown.keySet()));
        shape.forEach((name, value) ->
                assertEquals(value.getValueType(), shown.get(name).getValueType(), name));
        assertEquals(shape.get("Amount"), shown.get("Amount"));
    }

    static Stream<Arguments> faults() {
        return Stream.of("type", "account", "amount", "nonce", "uid", "ref", "signature")
                .flatMap(field -> BadForm.ALL.stream().map(fault -> Arguments.of(field, fault)));
    }

    @ParameterizedTest
    @Order(3)
    @MethodSource("faults")
    void refusesADepositWithASpoiledField(String field, BadForm fault) {
        // An empty reference is one, but not the one that was signed.
        boolean isOther = field.equals("ref") && fault.name().equals("empty");
        requireRefusal(
                fault.spoil().apply(fields(operator.depositForm(buyer, "0", "BTC 1", "deposit-0009")), field),
                isOther ? 403 : 400,
                isOther ? "signature" : field);
    }

    private static Map<String, String> fields(String body) {
        var fields = new LinkedHashMap<String, String>();
        Form.parse(body).fields().forEach(field -> fields.put(field.name(), field.value()));
        return fields;
    }

    private void requireRefusal(String form, int status, String mention) {
        String before = exchange.getJson("/account/" + buyer.address()).body();
        Answer answer = exchange.post("/deposit", form).expect(status);
        assertTrue(answer.body().contains(mention), "names no '" + mention + "': " + answer);
        assertTrue(answer.body().lines().count() == 1, answer.toString());
        assertEquals(before, exchange.getJson("/account/" + buyer.address()).body());
        exchange.getJson("/deposit/deposit-0009").expect(404);
    }

    @ParameterizedTest
    @Order(4)
    @CsvSource({
        "2, BTC 1, deposit-0009, 400, type",
        "0, BTC 0, deposit-0009, 400, amount",
        "1, BTC -1, deposit-0009, 400, amount",
        "0, BTC 1e3, deposit-0009, 400, amount",
        "0, XYZ 1, deposit-0009, 400, amount",
        "0, BTC 9999999999, deposit-0009, 400, amount",
        "0, BTC 1, short, 400, uid",
        "0, BTC 1, deposit_0009, 400, uid",
        "0, BTC -999999999, deposit-0009, 402, available",
        "0, EUR 1, deposit-0009, 409, EUR",
        "1, BTC 2, deposit-0001, 409, deposit-0001",
    })
    void refusesADepositWithAWrongValue(String type, String amount, String uid, int status, String mention) {
        requireRefusal(operator.depositForm(buyer, type, amount, uid), status, mention);
    }

    @Test
    @Order(5)
    void takesDepositsOfTheTrustedAccountAloneAndOnce() {
        requireRefusal(seller.depositForm(buyer, "0", "BTC 1", "deposit-0009"), 403, "signature");
        String before = exchange.getJson("/account/" + buyer.address()).body();
        deposit(buyer, "1", "BTC 1", "deposit-0001");
        assertEquals(before, exchange.getJson("/account/" + buyer.address()).body());
    }

    @Test
    @Order(6)
    void listsEverythingSignedInOrder() {
        exchange.stopClock(exchange.time().plusSeconds(60));
        List<String> kinds = new ArrayList<>();
        long position = 0;
        while (true) {
            JsonArray page = exchange.getJson("/query/documents?limit=4&after=" + position)
                    .expect(200)
                    .json()
                    .asJsonArray();
            if (page.isEmpty()) {
                break;
            }
            for (JsonObject document : page.getValuesAs(JsonObject.class)) {
                assertTrue(document.getJsonNumber("Position").longValueExact() > position, page.toString());
                position = document.getJsonNumber("Position").longValueExact();
                requireSigned(document);
                kinds.add(document.getString("Kind"));
            }
        }
        assertEquals(
                List.of(
                        "DEPOSIT", "BID", "BID", "MESSAGE", "MESSAGE", "MESSAGE", "MESSAGE", "MESSAGE", "BID", "BID",
                        "BID", "DEPOSIT", "DEPOSIT"),
                kinds);
        String html = exchange.get("/query/documents?limit=1").expect(200).body();
        assertTrue(html.contains("deposit-0001") && html.contains("/query/documents?after="), html);
        exchange.getJson("/query/documents?after=-1").expect(400);
    }

    private static void requireSigned(JsonObject document) {
        Address signer = document.isNull("Signer") ? operator.address() : new Address(document.getString("Signer"));
        assertTrue(
                SignatureVerifier.plain()
                        .verify(
                                signer,
                                new Document(document.getString("Document")).text(),
                                Signature.parse("signature", document.getString("Signature"))),
                document.toString());
    }

    @Test
    @Order(7)
    @Tag("O2")
    void answersWhileTheDatabaseIsStuck() throws SQLException {
        exchange.runClock();
        String form = buyer.bidForm("BUY", "foobar", "mBTC 1");
        try (Connection lock = database.connect()) {
            lock.setAutoCommit(false);
            lock.createStatement().execute("lock table balance in access exclusive mode");
            Answer answer = exchange.post("/bid", form).expect(503);
            assertTrue(answer.header("Retry-After").orElse("").matches("[0-9]+"), answer.toString());
            assertTrue(answer.body().contains("may still be carried out"), answer.toString());
            assertTrue(exchange.nonce().matches("[0-9a-f]{32}"));
            lock.rollback();
        }
        exchange.post("/bid", form).expect(303);
    }
}
