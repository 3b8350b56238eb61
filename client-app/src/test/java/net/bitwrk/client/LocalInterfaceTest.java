package net.bitwrk.client;

import jakarta.json.JsonObject;
import net.bitwrk.protocol.document.QueryEscape;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The table of protocol section 11 over HTTP, with no exchange in sight. */
class LocalInterfaceTest {
    private static final String PERMIT =
            "action=permit&type=BUY&articleid=snafu&price=mBTC+2&tradesleft=3&validminutes=20";

    private static ClientFixture client;
    private static EchoWorker echo;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        client = ClientFixture.start(folder);
        echo = client.echo("foobar");
    }

    @AfterAll
    static void stop() {
        echo.close();
        client.close();
    }

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

    private static String mandateKey() throws IOException {
        return client.get("/mandates").text().replaceFirst("(?s).*\"Key\":([0-9]+).*", "$1");
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
        String json = client.get(activity).text();
        for (int i = 0; i < 100 && json.contains("\"Alive\":true"); i++) {
            Thread.sleep(50);
            json = client.get(activity).text();
        }
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

    private static void eventually(Callable<Boolean> condition) throws Exception {
        for (int i = 0; i < 3000 && !condition.call(); i++) {
            Thread.sleep(10);
        }
        assertTrue(condition.call(), "still not so after 30 s");
    }

    @Test
    void saysThatTheExchangeDoesNotAnswerAndGoesOn() throws IOException {
        for (String path :
                List.of("/myaccount", "/account/" + client.participant(), "/bid/b", "/tx/t", "/deposit/d", "/motd")) {
            RawHttp.Answer answer = client.get(path);
            assertEquals(502, answer.status(), path);
            assertTrue(answer.text().contains("does not answer"), answer.text());
        }
        RawHttp.Answer page = client.get("/");
        assertEquals(200, page.status());
        assertTrue(page.text().contains("The exchange does not answer"), page.text());
        assertTrue(page.text().contains("-bitwrkurl"));
        assertEquals(502, client.post("/requestdepositaddress", "").status());
    }

    @Tag("X1")
    @Test
    void showsAPageThatRunsNothingOfOthers() throws IOException {
        client.post(
                "/registerworker", "id=%3Cscript%3Ealert(1)%3C/script%3E&article=evil&pushurl=http://127.0.0.1:1/work");
        for (String path : List.of("/", "/ui/", "/ui/account", "/ui/live")) {
            RawHttp.Answer page = client.get(path);
            assertEquals(200, page.status(), path);
            assertFalse(page.text().contains("<script>"), page.text());
            assertTrue(page.text().contains("&lt;script&gt;alert(1)"), page.text());
            assertTrue(page.header("Content-Security-Policy").contains("default-src 'none'"));
            assertTrue(page.header("Content-Security-Policy").contains("frame-ancestors 'none'"));
            assertFalse(page.header("Content-Security-Policy").contains("unsafe"));
            assertEquals("DENY", page.header("X-Frame-Options"));
        }
        client.post("/unregisterworker", "id=%3Cscript%3Ealert(1)%3C/script%3E");
        assertEquals(200, client.get("/ui/assets/page.js").status());
        assertEquals(200, client.get("/ui/assets/page.css").status());
        assertEquals(
                404,
                client.get("/ui/assets/../Pages.class").status() == 400
                        ? 404
                        : client.get("/ui/assets/..%2FPages.class").status());
    }

    @Test
    void answersWithoutABodyToHead() throws IOException {
        try (var http = new RawHttp(client.port())) {
            http.send("HEAD /id HTTP/1.1\r\nHost: localhost\r\n\r\nGET /version HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertTrue(http.receiveHead().contains("Content-Length: 16"));
            assertTrue(http.receive().text().matches("[0-9.]+"));
        }
    }

    @Test
    void givesAMandateForOneTradeWhereNothingElseIsSaid() throws IOException {
        client.post("/ui/mandates", PERMIT.replace("snafu", "one"));
        String mandates = client.get("/mandates").text();
        assertTrue(
                mandates.contains("\"Article\":\"one\",\"Price\":\"mBTC 2\",\"UseTradesLeft\":true,\"TradesLeft\":1,"),
                mandates);
    }

    /** One row: method, path, form or content type, expected status, part of the reason. */
    record Bad(String request, Map<String, String> headers, String body, int status, String reason) {
        @Override
        public String toString() {
            return request + " " + headers + " " + body.substring(0, Math.min(60, body.length())) + " is " + status;
        }
    }

    private static Bad bad(String request, String body, int status, String reason) {
        return new Bad(request, Map.of("Content-Type", "application/x-www-form-urlencoded"), body, status, reason);
    }

    static Stream<Bad> badInput() {
        var rows = new ArrayList<Bad>();
        rows.add(bad("POST /buy/", "", 400, "article"));
        rows.add(bad("POST /buy/foo%20bar", "", 400, "article"));
        rows.add(bad("POST /buy/foo%ffbar", "", 400, "UTF-8"));
        rows.add(bad("POST /buy/" + "x".repeat(128), "", 400, "article"));
        rows.add(bad("POST /buy/foobar?price=", "", 400, "price"));
        rows.add(bad("POST /buy/foobar?price=banana", "", 400, "banana"));
        rows.add(bad("POST /buy/foobar?price=mBTC+-1", "", 400, "price"));
        rows.add(bad("POST /buy/foobar?price=mBTC+1&price=mBTC+1", "", 400, "price"));
        rows.add(bad("POST /buy/foobar?price=%zz", "", 400, "price"));
        rows.add(bad("GET /buy/foobar", "", 405, "POST"));
        rows.add(bad("PUT /buy/foobar", "", 405, "POST"));
        rows.add(new Bad(
                "POST /buy/foobar", Map.of("Content-Type", "multipart/mixed; boundary=b"), "", 400, "multipart"));
        rows.add(new Bad("POST /buy/foobar", Map.of("Content-Type", "multipart/form-data"), "x", 400, "boundary"));
        rows.add(new Bad(
                "POST /buy/foobar", Map.of("Content-Type", "multipart/form-data; boundary=b"), "x", 400, "multipart"));
        rows.add(new Bad(
                "POST /buy/foobar",
                Map.of("Content-Type", "multipart/form-data; boundary=b"),
                "--b\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n--b--\r\n",
                400,
                "data"));
        rows.add(new Bad("POST /buy/foobar", Map.of("Idempotency-Key", "k".repeat(256)), "", 400, "Idempotency-Key"));
        rows.add(bad("GET /nosuchthing", "", 404, "nosuchthing"));
        rows.add(bad("PUT /nosuchthing", "", 404, "nosuchthing"));
        rows.add(bad("GET /file/", "", 404, "file"));
        rows.add(bad("GET /file/" + "0".repeat(64), "", 404, "file"));
        rows.add(bad("GET /file/" + "A".repeat(64), "", 404, "file"));
        rows.add(bad("GET /file/..%2F..%2Fprivatekey.wif", "", 404, "file"));
        rows.add(bad("POST /file/" + "0".repeat(64), "", 405, "GET"));
        for (String path : List.of(
                "/id",
                "/version",
                "/myip",
                "/workers",
                "/mandates",
                "/activities",
                "/myaccount",
                "/cafsdebug",
                "/tickets",
                "/stackdump")) {
            rows.add(bad("POST " + path, "", 405, "GET"));
            rows.add(bad("DELETE " + path, "", 405, "GET"));
        }
        rows.add(bad("GET /activities/999999", "", 404, "999999"));
        rows.add(bad("GET /activities/x", "", 404, "activity"));
        rows.add(bad("GET /activities/99999999999999999999", "", 404, "activity"));
        String worker = "id=w9&article=foobar&pushurl=http://127.0.0.1:1/work";
        rows.add(bad("GET /registerworker?" + worker, "", 405, "POST"));
        rows.add(bad("POST /registerworker", "", 400, "id"));
        rows.add(bad("POST /registerworker", "id=&article=foobar&pushurl=http://127.0.0.1:1/work", 400, "id"));
        rows.add(bad("POST /registerworker", "id=w9&article=foobar", 400, "pushurl"));
        rows.add(bad("POST /registerworker", "id=w9&pushurl=http://127.0.0.1:1/work", 400, "article"));
        rows.add(bad("POST /registerworker", worker + "&id=w9", 400, "id"));
        rows.add(bad("POST /registerworker", worker.replace("w9", "w".repeat(5000)), 400, "id"));
        rows.add(bad("POST /registerworker", worker.replace("w9", "%ff"), 400, "id"));
        rows.add(bad("POST /registerworker", worker + "&x=" + "y".repeat(70_000), 400, "65536"));
        rows.add(bad("POST /registerworker", worker.replace("127.0.0.1", "169.254.169.254"), 400, "pushurl"));
        rows.add(bad(
                "POST /registerworker",
                worker.replace("http://127.0.0.1:1/work", "file:///etc/passwd"),
                400,
                "pushurl"));
        rows.add(
                new Bad("POST /registerworker", Map.of("Content-Type", "application/json"), "{}", 400, "Content-Type"));
        rows.add(new Bad("POST /registerworker", Map.of(), worker, 400, "Content-Type"));
        rows.add(bad("POST /unregisterworker", "", 400, "id"));
        rows.add(bad("POST /unregisterworker", "id=nobody", 404, "nobody"));
        rows.add(bad("GET /unregisterworker?id=nobody", "", 404, "nobody"));
        rows.add(bad("PUT /unregisterworker", "id=nobody", 405, "POST"));
        rows.add(bad("POST /revokemandate", "", 400, "key"));
        rows.add(bad("POST /revokemandate", "key=", 400, "key"));
        rows.add(bad("POST /revokemandate", "key=-1", 400, "key"));
        rows.add(bad("POST /revokemandate", "key=1e3", 400, "key"));
        rows.add(bad("GET /revokemandate?key=999999", "", 404, "999999"));
        rows.add(bad("DELETE /revokemandate?key=1", "", 405, "GET"));
        rows.add(bad("GET /requestdepositaddress", "", 405, "POST"));
        rows.add(bad("POST /", "", 400, "action"));
        rows.add(bad("POST /", "action=bogus", 400, "bogus"));
        rows.add(bad("POST /", "action=permit", 400, "type"));
        rows.add(bad("POST /", PERMIT.replace("BUY", "RENT"), 400, "RENT"));
        rows.add(bad("POST /", PERMIT.replace("snafu", "sn+afu"), 400, "article"));
        rows.add(bad("POST /", PERMIT.replace("mBTC+2", "mBTC+-2"), 400, "price"));
        rows.add(bad("POST /", PERMIT.replace("mBTC+2", "2"), 400, "price"));
        rows.add(bad("POST /", PERMIT.replace("tradesleft=3", ""), 400, "tradesleft"));
        rows.add(bad("POST /", PERMIT.replace("tradesleft=3", "tradesleft=0"), 400, "tradesleft"));
        rows.add(bad("POST /", PERMIT.replace("tradesleft=3", "tradesleft=99999999999"), 400, "tradesleft"));
        rows.add(bad("POST /", PERMIT.replace("validminutes=20", "validminutes=x"), 400, "validminutes"));
        rows.add(bad("POST /", PERMIT.replace("&validminutes=20", ""), 400, "validminutes"));
        rows.add(bad("POST /", PERMIT + "&usetradesleft=yes", 400, "usetradesleft"));
        rows.add(bad("POST /", PERMIT + "&maxtotal=EUR+1", 400, "maxtotal"));
        rows.add(bad("POST /", PERMIT + "&price=mBTC+2", 400, "price"));
        rows.add(bad("PUT /", PERMIT, 405, "GET"));
        rows.add(bad("GET /ui/nosuchpage", "", 404, "page"));
        rows.add(bad("GET /ui/assets/page.class", "", 404, "page"));
        rows.add(bad("POST /motd", "x".repeat(70_000), 400, "65536"));
        return rows.stream();
    }

    @ParameterizedTest
    @MethodSource("badInput")
    void refusesBadInputWithAReasonAndNoMore(Bad bad) throws IOException {
        var request = new StringBuilder(bad.request() + " HTTP/1.1\r\nHost: localhost\r\n");
        bad.headers().forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
        request.append(
                "Content-Length: " + bad.body().getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + bad.body());
        RawHttp.Answer answer = RawHttp.once(client.port(), request.toString());
        assertEquals(bad.status(), answer.status(), answer.text());
        assertTrue(answer.text().contains(bad.reason()), answer.text());
        assertTrue(answer.text().chars().allMatch(c -> c >= ' ' && c <= '~'), answer.text());
        assertFalse(answer.text().contains("Exception") || answer.text().contains("\tat "), answer.text());
        assertEquals("text/plain", answer.header("Content-Type"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE",
                "GET / HTTP/1.1",
                "GET /%zz HTTP/1.1\r\nHost: localhost",
                "GET /a%00b HTTP/1.1\r\nHost: localhost",
                "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2",
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1"
            })
    void refusesWhatIsNoHttp(String request) throws IOException {
        RawHttp.Answer answer = RawHttp.once(client.port(), request + "\r\n\r\n");
        assertEquals(400, answer.status());
        assertFalse(answer.text().contains("Exception"), answer.text());
    }

    @Tag("D1")
    @Test
    void letsNoPageCommandButItsOwnWithTheToken() throws IOException {
        String own = "Origin: http://127.0.0.1:" + client.port();
        String token = client.get("/").text().replaceFirst("(?s).*name=\"token\" value=\"([0-9a-f]+)\".*", "$1");
        String revoke = "key=" + mandateKeyOfNewMandate();
        assertEquals(
                403, client.post("/", PERMIT, "Origin: http://evil.example").status());
        assertEquals(403, client.post("/", PERMIT, "Sec-Fetch-Site: cross-site").status());
        assertEquals(
                403,
                client.post("/", PERMIT, "Sec-Fetch-Site: same-origin", own).status());
        assertEquals(
                403,
                client.post("/", PERMIT + "&token=0" + token.substring(1) + "0", own)
                        .status());
        assertEquals(
                303,
                client.post("/", PERMIT + "&token=" + token, "Sec-Fetch-Site: same-origin", own)
                        .status());
        assertEquals(
                403,
                client.get("/revokemandate?" + revoke, "Sec-Fetch-Site: cross-site")
                        .status());
        assertEquals(
                403,
                client.get("/revokemandate?" + revoke + "&token=" + token, "Sec-Fetch-Site: same-origin")
                        .status());
        assertEquals(
                403,
                client.get("/unregisterworker?id=w1", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors")
                        .status());
        assertEquals(403, client.post("/buy/foobar", "x", "Origin: null").status());
        assertEquals(
                403, client.post("/foobar", "x", "Sec-Fetch-Site: same-site").status());
        assertEquals(
                403,
                client.post("/registerworker", "id=x", "Sec-Fetch-Site: none").status());
        assertEquals(
                403, client.get("/activities", "Sec-Fetch-Site: cross-site").status());
        assertEquals(
                200,
                client.get("/", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate")
                        .status());
        assertEquals(
                303,
                client.post("/revokemandate", revoke + "&token=" + token, "Sec-Fetch-Site: same-origin", own)
                        .status());
    }

    @DisplayName("over plain HTTP to an address of the own network browsers say neither Sec-Fetch-Site nor Origin")
    @Tag("D1")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Referer: http://evil.example/",
                "Accept-Language: en-GB,en;q=0.5",
                "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0"
            })
    void letsNoImageOfAPageRevokeAMandate(String header) throws IOException {
        String key = mandateKeyOfNewMandate();
        assertEquals(403, client.get("/revokemandate?key=" + key, header).status());
        assertTrue(client.get("/mandates").text().contains("\"Key\":" + key + ","));
    }

    @Tag("D0")
    @ParameterizedTest
    @ValueSource(
            strings = {"User-Agent: curl/8.5.0", "User-Agent: Python-urllib/3.7", "User-Agent: Go-http-client/1.1"})
    void letsProgramsRevokeByGet(String header) throws IOException {
        String key = mandateKeyOfNewMandate();
        assertEquals(200, client.get("/revokemandate?key=" + key, header).status());
        assertFalse(client.get("/mandates").text().contains("\"Key\":" + key + ","));
    }

    private static String mandateKeyOfNewMandate() throws IOException {
        client.post("/", PERMIT);
        String mandates = client.get("/mandates").text();
        return mandates.replaceFirst("(?s).*\"Key\":([0-9]+).*", "$1");
    }

    @Tag("D0")
    @Test
    void permitsNothingByGet() throws IOException {
        String before = client.get("/mandates").text();
        assertEquals(200, client.get("/?" + PERMIT).status());
        assertEquals(before, client.get("/mandates").text());
    }

    @Tag("D2")
    @Test
    void isNotThereUnderAnotherName() throws IOException {
        for (String path : List.of("/", "/id", "/file/" + "0".repeat(64), "/motd", "/activities")) {
            assertEquals(403, client.get(path, "Host: evil.example").status(), path);
        }
    }

    @Tag("D4")
    @Test
    void isNotFooledByAProxyOnThisComputer() throws IOException {
        assertEquals(
                403, client.get("/activities", "X-Forwarded-For: 192.0.2.1").status());
        assertEquals(
                403, client.post("/buy/foobar", "x", "Forwarded: for=192.0.2.1").status());
    }

    @Tag("D6")
    @Test
    void showsThePrivateKeyNowhere(@TempDir Path folder) throws IOException {
        try (var other = ClientFixture.start(folder)) {
            String wif = java.nio.file.Files.readString(folder.resolve("privatekey.wif"));
            for (String path : List.of("/", "/ui/live", "/activities", "/cafsdebug", "/stackdump", "/myaccount")) {
                assertFalse(other.get(path).text().contains(wif), path);
            }
        }
    }
}
