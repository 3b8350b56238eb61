package net.bitwrk.client;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the local interface refuses, with the status that fits and a reason. */
final class LocalRefusalTest extends LocalInterface {
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

    @Tag("D2")
    @Test
    void isNotThereUnderAnotherName() throws IOException {
        for (String path : List.of("/", "/id", "/file/" + "0".repeat(64), "/motd", "/activities")) {
            assertEquals(403, client.get(path, "Host: evil.example").status(), path);
        }
    }
}
