package net.bitwrk.exchange.system;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What holds for all answers of the exchange, whatever they are about (protocol section 5). */
@ExtendWith(SharedExchange.class)
final class WebGroundIT {
    private final Exchange exchange;

    WebGroundIT(Exchange exchange) {
        this.exchange = exchange;
    }

    @Test
    void tellsTheCallersAddressAndNothingElse() {
        Answer answer = exchange.get("/myip").expect(200);
        assertEquals("127.0.0.1", answer.body());
        assertEquals("text/plain;charset=UTF-8", answer.header("Content-Type").orElse(""));
    }

    @Test
    void believesNobodyWhoClaimsToBeAProxy() {
        assertEquals(
                "127.0.0.1",
                exchange.get("/myip", "X-Forwarded-For", "192.0.2.1").body());
    }

    @ParameterizedTest
    @CsvSource({
        "BitWrkGoClient/0.6.4, true",
        "BitWrkGoClient/0.0.0, true",
        "BitWrkGoClient/0.7.0, false",
        "BitWrkGoClient/0.10.0, false",
        "BitWrkGoClient/1.0.0, false",
        "BitWrkGoClient/0.6, false",
        "BitWrkGoClient/0.6.12345, false",
        "bitwrkgoclient/0.6.4, false",
        "My BitWrkGoClient/0.6.4, false",
        "curl/8, false",
    })
    void warnsClientsOlderThan07(String userAgent, boolean warned) {
        var motd = exchange.get("/motd", "User-Agent", userAgent)
                .expect(200)
                .json()
                .asJsonObject();
        assertEquals(warned, motd.getBoolean("Warning"));
        assertEquals(Set.of("Text", "Warning"), motd.keySet());
        assertEquals(warned, !motd.getString("Text").equals("Welcome."));
    }

    /** As the JDK's own client offers it by default. */
    @Test
    void speaksNoHttp2() throws IOException {
        String status = RawRequest.statusLine(
                exchange,
                "",
                "GET /nonce HTTP/1.1",
                "Connection: Upgrade, HTTP2-Settings",
                "Upgrade: h2c",
                "HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA");
        assertEquals("HTTP/1.1 200 OK", status);
    }

    /** Trap: 0.7's user interface asks with two slashes. */
    @Test
    void takesTwoSlashesForOne() {
        assertEquals(
                exchange.get("/motd").body(), exchange.get("//motd").expect(200).body());
    }

    /** Trap: 0.7's user interface shows pages in a frame. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "//", "/motd", "/nothing-here"})
    void letsPagesBeFramed(String path) {
        Answer answer = exchange.get(path);
        assertEquals(Optional.empty(), answer.header("X-Frame-Options"));
        String policy = answer.header("Content-Security-Policy").orElse("");
        assertTrue(policy.contains("frame-ancestors *") && policy.contains("default-src 'none'"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertEquals("nosniff", answer.header("X-Content-Type-Options").orElse(""));
    }

    @Test
    void showsAHomePageAndItsStyle() {
        Answer home = exchange.get("/").expect(200);
        assertTrue(home.body().contains("<link rel=\"stylesheet\" href=\"/assets/page.css\">"), home.toString());
        assertEquals(
                "text/css;charset=UTF-8",
                exchange.get("/assets/page.css")
                        .expect(200)
                        .header("Content-Type")
                        .orElse(""));
    }

    @ParameterizedTest
    @CsvSource({"PUT, /motd", "DELETE, /", "POST, /myip", "PATCH, /assets/page.css"})
    void namesTheMethodsThatArePossible(String method, String path) {
        Answer answer = exchange.send(method, path, method.equals("DELETE") ? null : "x", "Content-Type", Exchange.FORM)
                .expect(405);
        assertTrue(answer.header("Allow").orElse("").contains("GET"), answer.toString());
        assertTrue(answer.body().contains(method) && answer.body().contains(path), answer.toString());
        assertEquals("text/plain;charset=UTF-8", answer.header("Content-Type").orElse(""));
    }

    @Test
    void tellsReasonsAsProblemDetailsWhereAskedByName() {
        Answer answer = exchange.get("/nothing-here", "Accept", "application/problem+json, text/plain")
                .expect(404);
        assertEquals("application/problem+json", answer.header("Content-Type").orElse(""));
        var problem = answer.json().asJsonObject();
        assertEquals(404, problem.getInt("status"));
        assertEquals("nothing is known under /nothing-here", problem.getString("detail"));
        for (String accept : List.of("application/json, */*", "application/problem+json;q=0, */*")) {
            assertEquals(
                    "text/plain;charset=UTF-8",
                    exchange.get("/nothing-here", "Accept", accept)
                            .header("Content-Type")
                            .orElse(""));
        }
    }

    @Test
    void whoAcceptsProblemDetailsAloneIsToldThatNothingIsThere() {
        Answer missing = exchange.get("/bid/AAAAAAAAAAAAAAAAAAAAAA", "Accept", "application/problem+json")
                .expect(404);
        assertEquals(404, missing.json().asJsonObject().getInt("status"));
        String account = "/account/" + Participant.of(exchange).address();
        assertEquals(
                exchange.getJson(account).body(),
                exchange.get(account, "Accept", "application/problem+json")
                        .expect(200)
                        .body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/..%2f..%2fWEB-INF/beans.xml",
                "/WEB-INF/beans.xml",
                "/assets/..%2fassets",
                "/%ff",
                "/%00",
                "/a;b=c"
            })
    void hasNothingToShowUnderStrangePaths(String path) {
        int status = exchange.get(path).status();
        assertTrue(status == 404 || status == 400, "status " + status);
    }
}
