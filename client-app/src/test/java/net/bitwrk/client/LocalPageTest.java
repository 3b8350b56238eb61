package net.bitwrk.client;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the client's own page may do, and no other. */
final class LocalPageTest extends LocalInterface {
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
