package net.bitwrk.exchange.system;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Connections that send a request's beginning and then nothing more: they wait alone. */
@ExtendWith(SharedExchange.class)
final class StallingIT {
    /** More than the exchange has threads for requests on any machine that tests run on. */
    private static final int MANY = Math.max(40, 4 * Runtime.getRuntime().availableProcessors());

    private static final int PATIENCE_MS = 90_000;
    private static final String STALLED = "POST /bid HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + Exchange.FORM
            + "\r\nContent-Length: 60000\r\n\r\nnonce";

    private final Exchange exchange;

    StallingIT(Exchange exchange) {
        this.exchange = exchange;
    }

    private Socket send(String text) throws IOException {
        var socket = new Socket(exchange.root().getHost(), exchange.root().getPort());
        socket.setSoTimeout(PATIENCE_MS);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void closeAll(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private static String statusLine(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
    }

    /** A whole request that is refused, with another behind it whose body stays out. */
    private static String pipelined(String request) {
        return request + STALLED;
    }

    @Test
    @Tag("R1")
    @DisplayName("R1: bodies that do not come hold up nobody else, and end with 408")
    void bodiesThatDoNotCome() throws IOException {
        List<Socket> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < MANY; i++) {
                stalled.add(send(STALLED));
            }
            Trade.complete(exchange, "foobar", "mBTC 1");
            assertTrue(statusLine(stalled.get(0)).startsWith("HTTP/1.1 408 "));
        } finally {
            closeAll(stalled);
        }
    }

    @Test
    void aBodyThatNeverBegins() throws IOException {
        try (Socket stalled = send(STALLED.replaceFirst("nonce$", ""))) {
            assertTrue(statusLine(stalled).startsWith("HTTP/1.1 408 "));
        }
    }

    @Test
    @Tag("R1")
    @DisplayName("R1: what is sent behind a request that is answered later holds up nobody else")
    void whatComesBehindAnAnswer() throws IOException {
        Participant participant = Participant.of(exchange);
        List<Socket> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < MANY; i++) {
                stalled.add(send(pipelined(post("/bid", participant.bidForm("SELL", "snafu", "mBTC 100")))));
            }
            for (Socket socket : stalled) {
                assertEquals("HTTP/1.1 303 See Other", statusLine(socket));
            }
            Trade.complete(exchange, "foobar", "mBTC 1");
        } finally {
            closeAll(stalled);
        }
    }

    private static String post(String path, String form) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + Exchange.FORM
                + "\r\nContent-Length: " + form.length() + "\r\n\r\n" + form;
    }

    @Test
    @Tag("R1")
    @DisplayName("R1: what is sent behind a request that waits holds up nobody else who waits")
    void whatComesBehindAWait() throws IOException {
        String bid = Participant.of(exchange).place("SELL", "fnord", "mBTC 100");
        ServerProcess.await("the bid in the book", () -> state(bid) == 1);
        String tag = exchange.getJson("/bid/" + bid).expect(200).header("ETag").orElseThrow();
        List<Socket> stalled = new ArrayList<>();
        try {
            for (int i = 0; i < MANY; i++) {
                stalled.add(send(
                        pipelined("GET /bid/" + bid + " HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n"
                                + "If-None-Match: " + tag + "\r\nPrefer: wait=1\r\n\r\n")));
            }
            Answer answer =
                    exchange.get("/bid/" + bid, "Accept", Exchange.JSON, "If-None-Match", tag, "Prefer", "wait=5");
            assertEquals("wait", answer.expect(304).header("Preference-Applied").orElse("none"));
            for (Socket socket : stalled) {
                assertEquals("HTTP/1.1 304 Not Modified", statusLine(socket));
            }
        } finally {
            closeAll(stalled);
        }
    }

    private int state(String bid) {
        return exchange.getJson("/bid/" + bid).expect(200).json().asJsonObject().getInt("State");
    }
}
