package net.bitwrk.exchange.system;

import net.bitwrk.protocol.document.Document;
import net.bitwrk.protocol.document.Form;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Everything that can be wrong with a request, each with the status of protocol section 5 and a reason that names the
 * field: no fault is a 5xx, and nothing but the nonce changes by it.
 */
@ExtendWith(SharedExchange.class)
final class BadInputIT {
    private static final String HASH = "00e13ed7af55b27622f1d6eab5bec0147e68efe28dc2b12461117afa1a5ed40e";

    private final Exchange exchange;
    private final Participant participant;

    BadInputIT(Exchange exchange) {
        this.exchange = exchange;
        participant = Participant.of(exchange);
    }

    @AfterEach
    void nothingHasChanged() {
        exchange.runClock();
        var account = exchange.getJson("/account/" + participant.address())
                .expect(200)
                .json()
                .asJsonObject();
        assertEquals("BTC 1", account.getString("Available"));
        assertEquals("BTC 0", account.getString("Blocked"));
        assertTrue(account.isNull("LastMovementKey"), account.toString());
    }

    static Map<String, String> fields(String body) {
        var fields = new LinkedHashMap<String, String>();
        Form.parse(body).fields().forEach(field -> fields.put(field.name(), field.value()));
        return fields;
    }

    private Map<String, String> bid() {
        return fields(participant.bidForm("BUY", "foobar", "mBTC 1"));
    }

    static void requireReason(Answer answer, int status, String mention) {
        answer.expect(status);
        assertTrue(answer.body().contains(mention), "names no '" + mention + "': " + answer);
        assertTrue(answer.body().lines().count() == 1 && answer.body().length() < 1_024, answer.toString());
        assertTrue(answer.body().chars().allMatch(c -> c >= ' ' && c <= '~'), answer.toString());
    }

    static Stream<Arguments> bidFaults() {
        return Stream.of("article", "type", "price", "address", "nonce", "signature")
                .flatMap(field -> BadForm.ALL.stream().map(fault -> Arguments.of(field, fault)));
    }

    @ParameterizedTest
    @MethodSource("bidFaults")
    void refusesABidWithASpoiledField(String field, BadForm fault) {
        requireReason(exchange.post("/bid", fault.spoil().apply(bid(), field)), 400, field);
    }

    @ParameterizedTest
    @CsvSource({
        "price, mBTC -1, 400",
        "price, XYZ 1, 400",
        "price, BTC 1e9, 400",
        "price, BTC 0.000000001, 400",
        "price, BTC 9999999999, 400",
        "price, ＢＴＣ 1, 400",
        "price, BTC +1, 400",
        "price, BTC 999999999, 402",
        "price, BTC 1, 402",
        "price, EUR 1, 402",
        "type, HOLD, 400",
        "type, buy, 400",
        "article, net.bitwrk/unknown/0, 400",
        "article, net.bitwrk/blender/0/2.68/512M, 400",
        "address, mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn, 400",
        "address, 1D1dq1smBALFrkq3t8SEQf5KBQAPbKF3qc, 400",
        "signature, AAAA, 400",
        "signature, !, 400",
    })
    void refusesABidWithAWrongValue(String field, String value, int status) {
        Map<String, String> fields = BadForm.with(bid(), field, value);
        if (!field.equals("signature") && !field.equals("address")) {
            fields = signed(fields);
        }
        Answer answer = exchange.post("/bid", BadForm.body(fields)).expect(status);
        if (status == 400) {
            requireReason(answer, status, field);
        }
    }

    @Test
    void refusesToSellForAnotherCurrencyThanItHolds() {
        Map<String, String> fields = BadForm.with(BadForm.with(bid(), "type", "SELL"), "price", "EUR 1");
        requireReason(exchange.post("/bid", BadForm.body(signed(fields))), 409, "EUR");
    }

    private Map<String, String> signed(Map<String, String> fields) {
        Document document = Document.bid(
                fields.get("article"),
                fields.get("type"),
                fields.get("price"),
                fields.get("address"),
                fields.get("nonce"));
        return BadForm.with(fields, "signature", participant.sign(document.text()));
    }

    @Test
    void refusesAnotherKeyAndAnotherDocument() {
        Map<String, String> fields = bid();
        String other = Participant.of(exchange).address().text();
        requireReason(exchange.post("/bid", BadForm.body(BadForm.with(fields, "address", other))), 403, "signature");
        requireReason(exchange.post("/bid", BadForm.body(BadForm.with(bid(), "price", "mBTC 2"))), 403, "signature");
    }

    @Test
    void usesANonceUpByARefusal() {
        Map<String, String> fields = bid();
        exchange.post("/bid", BadForm.body(BadForm.with(fields, "price", "nothing")))
                .expect(400);
        requireReason(exchange.post("/bid", BadForm.body(fields)), 403, fields.get("nonce"));
    }

    @Test
    void refusesANonceThatIsOldOrOfAnotherExchange() {
        Map<String, String> fields = bid();
        String foreign = "0123456789abcdef0123456789abcdef";
        requireReason(
                exchange.post("/bid", BadForm.body(signed(BadForm.with(fields, "nonce", foreign)))), 403, foreign);
        exchange.stopClock(exchange.time().plusSeconds(181));
        requireReason(exchange.post("/bid", BadForm.body(fields)), 403, fields.get("nonce"));
    }

    static Stream<Arguments> messageFaults() {
        return Stream.of("workhash", "worksecrethash", "address", "signature")
                .flatMap(field -> BadForm.ALL.stream().map(fault -> Arguments.of(field, fault)));
    }

    @ParameterizedTest
    @MethodSource("messageFaults")
    void refusesAMessageWithASpoiledField(String field, BadForm fault) {
        String id = OpenTrade.of(exchange).transaction();
        String before = exchange.getJson("/tx/" + id).body();
        Map<String, String> good =
                fields(participant.messageForm(id, Map.of("workhash", HASH, "worksecrethash", HASH)));
        requireReason(exchange.post("/tx/" + id, fault.spoil().apply(good, field)), 400, field);
        assertEquals(before, exchange.getJson("/tx/" + id).body());
    }

    @Test
    void refusesAMessageOfAStranger() {
        String id = OpenTrade.of(exchange).transaction();
        requireReason(
                participant.say(id, Map.of("acceptresult", "on")),
                403,
                participant.address().text());
    }

    @Test
    void refusesAMessageForAnotherTransaction() {
        String id = OpenTrade.of(exchange).transaction();
        String form = participant.messageForm("nothing", Map.of("acceptresult", "on"));
        requireReason(exchange.post("/tx/" + id, form), 400, "txid");
        assertEquals(
                404,
                participant
                        .say("AAAAAAAAAAAAAAAAAAAAAA", Map.of("acceptresult", "on"))
                        .status());
    }

    @ParameterizedTest
    @CsvSource({"/bid", "/deposit", "/tx/x", "/bid/x"})
    void refusesOtherTypesThenLongBodies(String path) {
        for (String type : List.of(
                "text/plain",
                "application/json",
                "multipart/form-data; boundary=x",
                Exchange.FORM + "; charset=foo",
                Exchange.FORM + "; charset=\"?\"")) {
            requireReason(exchange.send("POST", path, "x".repeat(100_000), "Content-Type", type), 415, "expected");
        }
        requireReason(exchange.post(path, "nonce=" + "x".repeat(100_000)), 413, "65536");
        requireReason(exchange.send("PUT", path, "x", "Content-Type", "text/plain"), 405, path);
    }

    @Test
    void takesFormsOfAnyCharsetThereIs() {
        for (String charset : List.of("utf-8", "ISO-8859-1", "\"us-ascii\"")) {
            Map<String, String> fields = BadForm.with(bid(), "price", "nothing");
            requireReason(
                    exchange.send(
                            "POST",
                            "/bid",
                            BadForm.body(fields),
                            "Content-Type",
                            Exchange.FORM + "; charset=" + charset),
                    400,
                    "price");
        }
        int status =
                exchange.send("POST", "/bid", "x", "Content-Type", "nonsense;=").status();
        assertTrue(status == 400 || status == 415, "status " + status);
    }

    @ParameterizedTest
    @CsvSource({"65537", "2147483648", "3000000000", "9223372036854775807", "99999999999999999999"})
    void refusesLengthsBeyondAnyNumber(String length) throws IOException {
        String status = RawRequest.statusLine(
                exchange,
                "nonce=",
                "POST /bid HTTP/1.1",
                "Content-Type: " + Exchange.FORM,
                "Content-Length: " + length,
                "Connection: close");
        // What no longer fits into 63 bits is malformed for the server.
        assertTrue(status.contains(" 413 ") || length.length() > 18 && status.contains(" 400 "), status);
    }

    @ParameterizedTest
    @CsvSource({
        "/bid/nothing, 404",
        "/tx/nothing, 404",
        "/ledger/nothing, 404",
        "/deposit/nothing1, 404",
        "/account/nobody, 404",
        "/account/mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn, 404",
        "/bid/%3Cscript%3E, 404",
        "/query/ledger?limit=0, 400",
        "/query/ledger?limit=many, 400",
        "/query/ledger?begin=yesterday, 400",
        "/query/ledger?after=nothing!, 400",
        "/query/ledger?after=AAAAAAAAAAAAAAAAAAAAAA, 404",
        "/query/ledger?begin=%2B999999999-01-01T00:00:00Z, 400",
    })
    void namesWhatIsNotThere(String path, int status) {
        Answer json = exchange.getJson(path);
        requireReason(json, status, "");
        assertTrue(!json.body().isBlank(), json.toString());
        requireReason(exchange.get(path), status, "");
    }
}
