package net.bitwrk.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import net.bitwrk.protocol.document.Document;
import net.bitwrk.protocol.identity.PrivateKey;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Calls that are passed on to the exchange (protocol section 11); the exchange here is a script. */
class RelayTest {
    private final PrivateKey operator = PrivateKey.generate();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer exchange;
    private ClientFixture client;
    private volatile String depositInfo = "";

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        exchange = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        exchange.createContext("/", this::answer);
        exchange.start();
        String url = "http://127.0.0.1:" + exchange.getAddress().getPort() + "/";
        client = ClientFixture.start(
                folder,
                "-bitwrkurl",
                url,
                "-trusted-account",
                operator.address().text());
    }

    @AfterEach
    void stop() {
        client.close();
        exchange.stop(0);
    }

    private void answer(HttpExchange call) throws IOException {
        String body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String accept = call.getRequestHeaders().getFirst("Accept");
        String request = call.getRequestMethod() + " " + call.getRequestURI();
        if (!request.equals("GET /nonce")) {
            asked.add(request + " " + accept + " " + body);
        }
        boolean isGet = call.getRequestMethod().equals("GET");
        byte[] answer = text(call.getRequestURI().getPath(), accept).getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().set("Content-Type", "application/json".equals(accept) ? accept : "text/html");
        call.getResponseHeaders().set("Set-Cookie", "a=b");
        call.getResponseHeaders().set("Location", "/bid/next");
        int status = isGet ? call.getRequestURI().getPath().equals("/tx/gone") ? 404 : 200 : 303;
        call.sendResponseHeaders(status, answer.length);
        call.getResponseBody().write(answer);
        call.close();
    }

    private String text(String path, String accept) {
        if (path.equals("/nonce")) {
            return "0".repeat(32);
        }
        if (path.startsWith("/account/") && "application/json".equals(accept)) {
            return "{\"Participant\":\"" + path.substring(9) + "\",\"LastMovementKey\":\"k1\",\"Available\":\"BTC 1\","
                    + "\"Blocked\":\"BTC 0\",\"DepositInfo\":\"" + depositInfo + "\","
                    + "\"LastDepositInfo\":\"0001-01-01T00:00:00Z\",\"DepositAddressRequest\":\"\"}";
        }
        return "answer to " + path;
    }

    @Test
    void passesMethodBodyAcceptAndStatusOn() throws IOException {
        assertEquals(
                "answer to /bid/b1",
                client.get("/bid/b1?messages=true", "Accept: text/html").text());
        assertEquals("GET /bid/b1?messages=true text/html ", asked.get(0));
        assertEquals(404, client.get("/tx/gone").status());
        RawHttp.Answer posted = client.post("/bid/b1", "action=cancel", "Accept: application/json");
        assertEquals(303, posted.status());
        assertEquals("/bid/next", posted.header("Location"));
        assertEquals("POST /bid/b1 application/json action=cancel", asked.get(2));
    }

    @Test
    void tellsWhatTheMarketOfItsExchangeIs() throws IOException {
        for (String path :
                List.of("/articles/net.bitwrk/blender/0/3.4/2G/book", "/query/prices?article=foobar&period=1d")) {
            assertEquals(
                    "answer to " + path.replaceFirst("\\?.*", ""),
                    client.get(path).text());
            assertEquals(405, client.post(path, "x").status());
        }
        assertEquals("GET /query/prices?article=foobar&period=1d */* ", asked.get(1));
        assertEquals(404, client.get("/query/ledger").status());
        assertEquals(2, asked.size());
    }

    @Test
    void keepsWhatSucceededForAWhileAndNothingElse() throws IOException {
        client.get("/motd", "Accept: application/json");
        client.get("/motd", "Accept: application/json");
        assertEquals(1, asked.size());
        client.get("/motd", "Accept: text/html");
        assertEquals(2, asked.size());
        client.get("/tx/gone");
        client.get("/tx/gone");
        assertEquals(4, asked.size());
        client.post("/bid/b", "x");
        client.post("/bid/b", "x");
        assertEquals(6, asked.size());
    }

    @Test
    void givesForeignPagesNoRights() throws IOException {
        RawHttp.Answer page = client.get("/account/x", "Accept: text/html");
        assertTrue(page.header("Content-Security-Policy").startsWith("sandbox;"), page.head());
        assertEquals("nosniff", page.header("X-Content-Type-Options"));
        assertEquals("", page.header("Set-Cookie"));
    }

    private JsonObject myAccount() throws IOException {
        try (var reader =
                Json.createReader(new StringReader(client.get("/myaccount").text()))) {
            return reader.readObject();
        }
    }

    @Test
    void wrapsTheOwnAccountInTheShapeOfTheVector() throws IOException {
        JsonObject expected = Vectors.object("client-json-shapes.json").getJsonObject("myaccount");
        JsonObject account = myAccount();
        assertEquals(List.copyOf(expected.keySet()), List.copyOf(account.keySet()));
        assertEquals(
                List.copyOf(expected.getJsonObject("Account").keySet()),
                List.copyOf(account.getJsonObject("Account").keySet()));
        expected.forEach((name, value) -> assertEquals(
                value.getValueType().name().replaceAll("TRUE|FALSE", "BOOLEAN"),
                account.get(name).getValueType().name().replaceAll("TRUE|FALSE", "BOOLEAN"),
                name));
        assertEquals(client.participant(), account.getJsonObject("Account").getString("Participant"));
        assertEquals(operator.address().text(), account.getString("TrustedAccount"));
        assertFalse(account.getBoolean("DepositAddressValid"));
    }

    @Test
    void tellsAGenuineDepositAddressFromAForgedOne() throws IOException {
        depositInfo = depositInfo(operator, client.participant());
        JsonObject account = myAccount();
        assertEquals("1TrsjuCvBch1D9h6nRkadGKakv9KyaiP6", account.getString("DepositAddress"));
        assertTrue(account.getBoolean("DepositAddressValid"));
    }

    @Test
    void takesNoDepositAddressThatAnotherSigned() throws IOException {
        depositInfo = depositInfo(PrivateKey.generate(), client.participant());
        assertFalse(myAccount().getBoolean("DepositAddressValid"));
    }

    @Test
    void takesNoDepositAddressOfAnotherParticipant() throws IOException {
        depositInfo = depositInfo(operator, operator.address().text());
        assertFalse(myAccount().getBoolean("DepositAddressValid"));
    }

    private String depositInfo(PrivateKey signer, String participant) {
        Document document = Document.depositAddressMessage(
                "1TrsjuCvBch1D9h6nRkadGKakv9KyaiP6",
                "0".repeat(32),
                participant,
                "ref 1",
                operator.address().text());
        return document.body(document.signedBy(signer)).replace("%20", "+");
    }

    @Test
    void asksForADepositAddressWithASignedRequest() throws IOException {
        assertEquals(200, client.post("/requestdepositaddress", "").status());
        String request = asked.get(asked.size() - 1);
        assertTrue(request.startsWith("POST /account/" + client.participant() + " "), request);
        assertTrue(request.contains(" action=requestdepositaddress&nonce=0000"), request);
        assertTrue(request.contains("&signature="), request);
    }

    @Test
    void showsTheBalanceOnThePage() throws IOException {
        String page = client.get("/").text();
        assertTrue(page.contains("BTC 1"), page);
        assertFalse(page.contains("does not answer"), page);
    }
}
