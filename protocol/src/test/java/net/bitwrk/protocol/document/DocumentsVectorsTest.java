package net.bitwrk.protocol.document;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.identity.Signature;
import net.bitwrk.protocol.identity.SignatureVerifier;
import net.bitwrk.protocol.money.FeeRate;
import net.bitwrk.protocol.money.Money;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DocumentsVectorsTest {
    private static final JsonObject FILE = Vectors.object("documents.json");

    static Stream<JsonObject> bids() {
        return cases("bids");
    }

    static Stream<JsonObject> transactionMessages() {
        return cases("transactionMessages");
    }

    static Stream<JsonObject> escapes() {
        return cases("escape");
    }

    static Stream<JsonObject> rebuilt() {
        return cases("rebuilt");
    }

    private static Stream<JsonObject> cases(String list) {
        return FILE.getJsonArray(list).stream().map(JsonValue::asJsonObject);
    }

    @ParameterizedTest
    @MethodSource("bids")
    void makesBids(JsonObject vector) {
        Money price = Money.parse("price", vector.getString("price"));
        Document document = Document.bid(
                vector.getString("article"),
                vector.getString("type"),
                price.toString(),
                vector.getString("address"),
                vector.getString("nonce"));
        assertDocument(vector, document, vector.getString("address"));
        assertEquals(vector.getString("requestBody"), document.body(signature(vector)));
        Money fee = FeeRate.STANDARD.feeOn(price);
        assertEquals(vector.getJsonNumber("feeAmount").longValueExact(), fee.amount());
        assertEquals(vector.getString("feeFormatted"), fee.toString());
    }

    @ParameterizedTest
    @MethodSource("transactionMessages")
    void makesTransactionMessages(JsonObject vector) {
        var arguments = new HashMap<String, String>();
        vector.getJsonObject("arguments").forEach((key, value) -> arguments.put(key, ((JsonString) value).getString()));
        Document document = Document.transactionMessage(vector.getString("txid"), arguments);
        assertDocument(vector, document, vector.getString("address"));
        assertEquals(
                vector.getString("requestBody"),
                document.body(signature(vector), new Address(vector.getString("address"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"deposit", "relation", "depositAddressRequest", "depositAddressMessage"})
    void makesTheOtherDocuments(String kind) {
        JsonObject vector = FILE.getJsonObject(kind);
        assertDocument(vector, document(kind, Form.parse(vector.getString("requestBody"))), signer(kind, vector));
    }

    private static String signer(String kind, JsonObject vector) {
        return switch (kind) {
            case "relation" -> vector.getString("source");
            case "depositAddressRequest" ->
                Form.parse(vector.getString("requestBody")).required("signer");
            default -> vector.getString("signer");
        };
    }

    /** The exchange's way: out of the decoded fields of a form. */
    private static Document document(String kind, Form form) {
        return switch (kind) {
            case "bid" ->
                Document.bid(
                        form.required("article"),
                        form.required("type"),
                        form.required("price"),
                        form.required("address"),
                        form.required("nonce"));
            case "deposit" ->
                Document.deposit(
                        form.required("account"),
                        form.required("amount"),
                        form.required("nonce"),
                        form.requiredOrEmpty("ref").orElseThrow(),
                        form.required("type"),
                        form.required("uid"));
            case "relation" ->
                Document.relation(
                        form.required("enabled"),
                        form.required("nonce"),
                        form.required("source"),
                        form.required("target"),
                        form.required("type"));
            case "depositAddressRequest" ->
                Document.depositAddressRequest(
                        form.required("nonce"), form.required("participant"), form.required("signer"));
            default ->
                Document.depositAddressMessage(
                        form.required("depositaddress"),
                        form.required("nonce"),
                        form.required("participant"),
                        form.required("reference"),
                        form.required("signer"));
        };
    }

    @ParameterizedTest
    @MethodSource("rebuilt")
    void rebuildsDocumentsFromForms(JsonObject vector) {
        var fields = new LinkedHashMap<String, String>();
        vector.getJsonObject("form").forEach((key, value) -> fields.put(key, ((JsonString) value).getString()));
        Form form = Form.parse(Form.of(fields).toString());
        Document document;
        if (vector.getString("kind").equals("transaction message")) {
            Map<String, String> arguments = form.without("signature", "address");
            document = Document.transactionMessage(vector.getString("path").substring("/tx/".length()), arguments);
        } else {
            document = document(vector.getString("kind"), form);
        }
        String buyer =
                Vectors.object("transactions.json").getJsonObject("buyer").getString("address");
        assertEquals(vector.getString("document"), document.text());
        assertSigned(document, buyer, Signature.parse("signature", form.required("signature")));
        if (vector.containsKey("feeAmount")) {
            Money fee = FeeRate.STANDARD.feeOn(Money.parse("price", form.required("price")));
            assertEquals(vector.getJsonNumber("feeAmount").longValueExact(), fee.amount());
        }
    }

    @ParameterizedTest
    @MethodSource("escapes")
    void escapes(JsonObject vector) {
        assertEquals(vector.getString("escaped"), QueryEscape.escape(vector.getString("input")));
    }

    private static void assertDocument(JsonObject vector, Document document, String signer) {
        assertEquals(vector.getString("document"), document.text());
        assertSigned(document, signer, signature(vector));
    }

    private static void assertSigned(Document document, String signer, Signature signature) {
        assertTrue(SignatureVerifier.fastest().verify(new Address(signer), document.text(), signature));
    }

    private static Signature signature(JsonObject vector) {
        return Signature.parse("signature", vector.getString("signature"));
    }

    @Test
    void runsEveryCase() {
        assertEquals(5, bids().count());
        assertEquals(8, transactionMessages().count());
        assertEquals(10, escapes().count());
        assertEquals(8, rebuilt().count());
    }
}
