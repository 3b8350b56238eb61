package net.bitwrk.client;

import jakarta.json.JsonObject;
import net.bitwrk.protocol.document.QueryEscape;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static net.bitwrk.client.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The table of protocol section 11 over HTTP. */
final class LocalInterfaceTest extends LocalInterface {
    static Stream<JsonObject> formRequests() {
        return Vectors.object("client-json-shapes.json").getJsonArray("formRequests").stream()
                .map(request -> (JsonObject) request);
    }

    /** Statuses other than 500 are those of 0.7; where it said 500, ours are the fitting ones. */
    @ParameterizedTest
    @MethodSource("formRequests")
    void answersTheRequestsOfTheVectors(JsonObject vector) throws IOException {
        prepare(vector);
        String[] request = vector.getString("request").split(" ");
        String form = vector.containsKey("form") ? form(vector.getJsonObject("form")) : "";
        String path = request[1].replace("key=2", "key=" + mandateKey());
        RawHttp.Answer answer = request[0].equals("GET") ? client.get(path) : client.post(path, form);
        int recorded = vector.getInt("status");
        assertEquals(recorded == 500 ? 400 : recorded, answer.status(), answer.text());
        if (vector.containsKey("body")) {
            assertEquals(vector.getString("body"), answer.text());
        }
        if (recorded == 303) {
            String expected = vector.getString("location").replaceFirst("[0-9a-f]{64}", "");
            assertEquals(expected, answer.header("Location").replaceFirst("[0-9a-f]{64}", ""));
        }
    }

    private static void prepare(JsonObject vector) throws IOException {
        if (vector.getString("request").contains("unregister")) {
            String id =
                    vector.containsKey("form") ? vector.getJsonObject("form").getString("id") : "w1";
            client.post("/registerworker", "id=" + id + "&article=nobody&pushurl=http://127.0.0.1:1/work");
        }
        if (vector.getString("request").contains("revoke")) {
            client.post("/", PERMIT);
        }
    }

    private static String form(JsonObject fields) {
        return fields.keySet().stream()
                .map(name -> name + "=" + QueryEscape.escape(fields.getString(name)))
                .collect(Collectors.joining("&"));
    }

    @Test
    void answersPlainTextsWithoutALineBreak() throws IOException {
        assertEquals("BitWrk Go Client", client.get("/id").text());
        assertEquals("text/plain", client.get("/id").header("Content-Type"));
        assertTrue(client.get("/version").text().matches("[0-9]+\\.[0-9]+\\.[0-9]+"));
        assertTrue(client.get("/myip").text().matches("127\\.0\\.0\\.1:[0-9]+"));
    }

    @ParameterizedTest
    @CsvSource({"/buy/foobar", "/foobar"})
    void buysFromAWorkerOfThisComputerWithoutAnyExchange(String path) throws IOException {
        byte[] work = Vectors.stream("local", 5000);
        try (var http = new RawHttp(client.port())) {
            http.send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n");
            http.send(work);
            RawHttp.Answer bought = http.receive();
            assertEquals(303, bought.status());
            http.send("GET " + bought.header("Location") + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertArrayEquals(work, http.receive().body());
        }
    }

    @Test
    void servesFilesAsForeignBytes() throws IOException {
        String location =
                client.post("/buy/foobar", "<script>alert(1)</script>").header("Location");
        RawHttp.Answer file = client.get(location);
        assertEquals("application/octet-stream", file.header("Content-Type"));
        assertTrue(file.header("Content-Disposition").startsWith("attachment"));
        assertEquals("nosniff", file.header("X-Content-Type-Options"));
        assertTrue(file.header("Content-Security-Policy").contains("sandbox"));
    }

    @Test
    void takesTheWorkOutOfAMultipartForm() throws IOException {
        String body =
                "--xyz\r\nContent-Disposition: form-data; name=\"data\"; filename=\"f\"\r\n\r\nwork\r\n--xyz--\r\n";
        RawHttp.Answer bought = RawHttp.once(
                client.port(),
                "POST /buy/foobar HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=xyz\r\n"
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body);
        assertEquals(303, bought.status(), bought.text());
        assertEquals("work", client.get(bought.header("Location")).text());
    }

    @Test
    void goesOnWithoutItsCallerWhereThatIsPreferred() throws Exception {
        RawHttp.Answer begun = client.post("/buy/foobar", "later", "Prefer: respond-async", "Idempotency-Key: k1");
        assertEquals(202, begun.status());
        String activity = begun.header("Location");
        assertTrue(activity.matches("/activities/[0-9]+"), activity);
        eventually(() -> !client.get(activity).text().contains("\"Alive\":true"));
        String json = client.get(activity).text();
        assertTrue(json.matches(".*\"Result\":\"/file/[0-9a-f]{64}\".*"), json);
        RawHttp.Answer again = client.post("/buy/foobar", "later", "Prefer: respond-async", "Idempotency-Key: k1");
        assertEquals(activity, again.header("Location"));
        RawHttp.Answer waited = client.post("/buy/foobar", "later", "Idempotency-Key: k1");
        assertEquals(303, waited.status());
    }

    @Test
    void givesTheResultForItsIdempotencyKeyAfterARestart(@TempDir Path folder) throws Exception {
        String location;
        try (var before = ClientFixture.start(folder);
                var worker = before.echo("foobar")) {
            location = before.post("/buy/foobar", "work", "Idempotency-Key: k1").header("Location");
            assertTrue(location.startsWith("/file/"), location + worker);
        }
        try (var after = ClientFixture.start(folder)) {
            RawHttp.Answer again = after.post("/buy/foobar", "work", "Idempotency-Key: k1");
            assertEquals(303, again.status(), again.text());
            assertEquals(location, again.header("Location"));
            RawHttp.Answer other = after.post("/buy/foobar", "other work", "Idempotency-Key: k1");
            assertEquals(409, other.status());
            assertTrue(other.text().startsWith("Idempotency-Key 'k1' belongs to activity "), other.text());
            assertEquals(
                    409, after.post("/snafu", "work", "Idempotency-Key: k1").status());
        }
    }

    @Test
    void theWorkOfBuysThatAreOverMakesRoom(@TempDir Path folder) throws Exception {
        try (var small = ClientFixture.start(folder, "-store-size", "8M")) {
            for (int i = 0; i < 12; i++) {
                byte[] work = Vectors.stream("work" + i, 1 << 20);
                // Refused, as long as what was uploaded a moment ago may still be about to be bought.
                eventually(() -> begins(small, work));
                eventually(() -> !small.get("/activities").text().contains("\"Alive\":true"));
            }
        }
    }

    /** Whether a buy begins, whose caller then hangs up. */
    private static boolean begins(ClientFixture client, byte[] work) throws Exception {
        int before = activities(client);
        try (var caller = new RawHttp(client.port())) {
            caller.send("POST /nobody HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + work.length + "\r\n\r\n");
            caller.send(work);
            for (int i = 0; i < 50 && activities(client) == before; i++) {
                Thread.sleep(20);
            }
        }
        return activities(client) > before;
    }

    private static int activities(ClientFixture client) throws IOException {
        return count("\"Type\":\"BUY\"", client.get("/activities").text());
    }

    private static int count(String part, String text) {
        return text.split(part, -1).length - 1;
    }

    @Test
    void givesAMandateForOneTradeWhereNothingElseIsSaid() throws IOException {
        client.post("/ui/mandates", PERMIT.replace("snafu", "one"));
        String mandates = client.get("/mandates").text();
        assertTrue(
                mandates.contains("\"Article\":\"one\",\"Price\":\"mBTC 2\",\"UseTradesLeft\":true,\"TradesLeft\":1,"),
                mandates);
    }
}
