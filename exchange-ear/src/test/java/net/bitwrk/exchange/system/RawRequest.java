package net.bitwrk.exchange.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A request that no proper client would send. */
final class RawRequest {
    private static final int PATIENCE_MS = 90_000;

    private RawRequest() {}

    /**
     * @param body its beginning: the server looks at nothing before the first byte has come
     * @param lines the request line and headers, without {@code Host}
     */
    static String statusLine(Exchange exchange, String body, String... lines) throws IOException {
        String host = exchange.root().getHost();
        try (var socket = new Socket(host, exchange.root().getPort())) {
            socket.setSoTimeout(PATIENCE_MS);
            String head = String.join("\r\n", lines) + "\r\nHost: " + host + "\r\n\r\n" + body;
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            return String.valueOf(answer.readLine());
        }
    }
}
