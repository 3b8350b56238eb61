package net.bitwrk.exchange.system;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Requests that are too much, or that two readers could read differently: refused or hung up on, never a fault of the exchange. */
@ExtendWith(SharedExchange.class)
@Tag("R2")
final class HostileRequestsIT {
    private static final int PATIENCE_MS = 90_000;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([0-9]{3})");

    private final Exchange exchange;

    HostileRequestsIT(Exchange exchange) {
        this.exchange = exchange;
    }

    @AfterEach
    void goesOn() {
        exchange.get("/nonce").expect(200);
    }

    /** All statuses that come until the exchange hangs up; a broken connection is a hang-up. */
    private List<String> statuses(String request) throws IOException {
        var answer = new ByteArrayOutputStream();
        try (var socket = new Socket(exchange.root().getHost(), exchange.root().getPort())) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getInputStream().transferTo(answer);
        } catch (java.net.SocketException e) {
            // Hung up before all was sent.
        }
        Matcher all = STATUS.matcher(answer.toString(StandardCharsets.ISO_8859_1));
        return all.results().map(result -> result.group(1)).toList();
    }

    private static String get(String target, String headers) {
        return "GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers + "\r\n";
    }

    private static String post(String headers, String body) {
        return "POST /bid HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: " + Exchange.FORM + "\r\n" + headers
                + "\r\n" + body;
    }

    private static Stream<Arguments> tooMuch() {
        return Stream.of(
                arguments("many headers", get("/myip", "X-Bomb: 1\r\n".repeat(20_000))),
                arguments("a long header", get("/myip", "X-Bomb: " + "1".repeat(1 << 20) + "\r\n")),
                arguments("many parameters", get("/query/ledger?" + "a=1&".repeat(100_000), "")),
                arguments("a long path", get("/bid/" + "x".repeat(100_000), "")),
                arguments("many fields", post("Content-Length: 60000\r\n", "a&".repeat(30_000))),
                arguments("a long chunk size", post("Transfer-Encoding: chunked\r\n", "0".repeat(100_000) + "1\r\n")),
                arguments("a negative chunk", post("Transfer-Encoding: chunked\r\n", "-1\r\nx\r\n0\r\n\r\n")),
                arguments("an endless chunk", post("Transfer-Encoding: chunked\r\n", "7fffffffffffffff\r\nnonce")),
                arguments("no chunk", post("Transfer-Encoding: chunked\r\n", "xyz\r\n\r\n")),
                arguments("two lengths", post("Content-Length: 5\r\nContent-Length: 50\r\n", "nonce")),
                arguments("an unknown coding", post("Transfer-Encoding: brotli\r\n", "nonce")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tooMuch")
    @DisplayName("R2: what is too much, or is not HTTP, is refused")
    void refusesWhatIsTooMuch(String what, String request) throws IOException {
        List<String> statuses = statuses(request);
        assertTrue(statuses.isEmpty() || statuses.size() == 1 && statuses.get(0).startsWith("4"), what + statuses);
    }

    @ParameterizedTest
    @CsvSource({"bytes=0-0", "bytes=5-1", "bytes=-", "'bytes=0-,0-,0-,0-'", "lines=1"})
    @DisplayName("R2: ranges are not served")
    void rangesAreNotServed(String range) throws IOException {
        assertEquals(List.of("200"), statuses(get("/motd", "Range: " + range + "\r\n")));
    }

    @Test
    @DisplayName("R2: a client of HTTP/1.0 is answered and hung up on")
    void speaksToOldClients() throws IOException {
        assertEquals(List.of("200"), statuses("GET /myip HTTP/1.0\r\n\r\n"));
    }

    /** To a proxy that goes by the length, all of it is one request; who goes by the chunks would answer two. */
    @ParameterizedTest
    @CsvSource({"Transfer-Encoding: chunked", "transfer-encoding: Chunked", "Transfer-Encoding: identity, chunked"})
    @DisplayName("R2: nothing is smuggled in behind a body of two lengths")
    void nothingIsSmuggledIn(String coding) throws IOException {
        String hidden = "GET /motd HTTP/1.1\r\nHost: x\r\n\r\n";
        String body = "0\r\n\r\n" + hidden;
        String head = "POST /bid HTTP/1.1\r\nHost: x\r\nContent-Type: " + Exchange.FORM + "\r\nContent-Length: "
                + body.length() + "\r\n" + coding + "\r\n\r\n";
        List<String> statuses = statuses(head + body);
        assertFalse(statuses.contains("200"), statuses.toString());
        assertEquals(1, statuses.size(), statuses.toString());
    }
}
