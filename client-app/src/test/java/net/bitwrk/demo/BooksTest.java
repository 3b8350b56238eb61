package net.bitwrk.demo;

import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The demo's look at the money, with the recorded history of two accounts: it must see what is wrong. */
final class BooksTest {
    private static final JsonObject RECORDED = Vectors.object("json-shapes.json");

    private final Map<String, String> answers = new HashMap<>();
    private HttpServer server;
    private Site exchange;

    @BeforeEach
    void serveTheRecordedLedger() throws IOException {
        answers.put("/query/ledger", RECORDED.getJsonArray("ledger").toString());
        for (String account : new String[] {"accountAfterLedger", "sellerAfterLedger"}) {
            JsonObject json = RECORDED.getJsonObject(account);
            answers.put("/account/" + json.getString("Participant"), json.toString());
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", call -> {
            try (call) {
                byte[] body = answers.getOrDefault(call.getRequestURI().getPath(), "[]")
                        .getBytes(StandardCharsets.UTF_8);
                call.sendResponseHeaders(200, body.length);
                call.getResponseBody().write(body);
            }
        });
        server.start();
        exchange = Site.at(server.getAddress().getPort());
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    private String failure() {
        return assertThrows(DemoFailed.class, () -> Books.of(exchange).addUp(exchange))
                .getMessage();
    }

    private void replace(String path, String text, String by) {
        assertTrue(answers.get(path).contains(text), text);
        answers.put(path, answers.get(path).replace(text, by));
    }

    private static Trade trade(String price) {
        JsonObject recorded = RECORDED.getJsonObject("transactionRetired");
        return new Trade(
                "tx-1", Json.createObjectBuilder(recorded).add("Price", price).build(), Instant.EPOCH);
    }

    @Test
    void addUp() throws IOException, InterruptedException, DemoFailed {
        var books = Books.of(exchange);
        books.addUp(exchange);
        assertEquals(RECORDED.getJsonArray("ledger").size(), books.size());
        books.paid(trade("mBTC 1"));
    }

    @Test
    void seeAnEntryThatIsNotZero() {
        replace("/query/ledger", "\"Fee\":\"uBTC 30\"", "\"Fee\":\"uBTC 31\"");
        assertTrue(failure().startsWith("a ledger entry does not sum to zero: TRANSACTION_FINISH"), failure());
    }

    @Test
    void seeAnAccountThatIsNotTheSumOfItsEntries() {
        String seller = RECORDED.getJsonObject("sellerAfterLedger").getString("Participant");
        replace("/account/" + seller, "\"mBTC 1\"", "\"mBTC 1.001\"");
        assertTrue(failure().startsWith("account " + seller + " has mBTC 1.001 available"), failure());
    }

    @Test
    void seeAPaymentThatIsNotAsAgreed() throws IOException, InterruptedException, DemoFailed {
        var books = Books.of(exchange);
        assertThrows(DemoFailed.class, () -> books.paid(trade("mBTC 2")));
    }
}
