package net.bitwrk.client.local;

import net.bitwrk.client.RawHttp;
import net.bitwrk.client.trade.ActivityView;
import net.bitwrk.client.trade.TestClient;
import net.bitwrk.client.trade.TestWorker;
import net.bitwrk.protocol.bid.BidType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import static net.bitwrk.client.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Who waits for a buy, and what their hanging up does. */
@Timeout(120)
final class BuyCallsTest {
    private static final String REQUEST =
            "POST /shared HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: k1\r\nContent-Length: 4\r\n\r\nwork";

    @TempDir
    private Path folder;

    private TestClient client;
    private BuyCalls buys;
    private LocalServer server;

    @BeforeEach
    void open() throws IOException {
        client = TestClient.open(folder, URI.create("http://127.0.0.1:" + closedPort() + "/"));
        buys = new BuyCalls(client.trades(), client.store());
        var guard = new Guard(List.of(), Set.of(), false, "");
        server = new LocalServer("127.0.0.1", 0, guard, buys.routes(), buys.anyArticle());
        server.start();
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        client.close();
    }

    private RawHttp caller() throws IOException {
        var caller = new RawHttp(server.port());
        caller.send(REQUEST);
        return caller;
    }

    @Test
    void aBuyThatTwoCallersShareSurvivesTheHangUpOfOne() throws Exception {
        RawHttp first = caller();
        try (RawHttp second = caller()) {
            eventually(() -> buys.callersOf(1) == 2);
            first.close();
            eventually(() -> buys.callersOf(1) == 1);
            try (var worker = new TestWorker(client.workers(), "w1", "shared")) {
                RawHttp.Answer answer = second.receive();
                assertEquals(303, answer.status(), answer.text() + worker);
            }
            assertEquals(1, buysBegun());
        }
    }

    private long buysBegun() {
        return client.trades().activities().stream()
                .filter(activity -> activity.type() == BidType.BUY)
                .count();
    }

    @Test
    void aBuyThatNobodyWaitsForIsGivenUp() throws Exception {
        RawHttp first = caller();
        RawHttp second = caller();
        eventually(() -> buys.callersOf(1) == 2);
        first.close();
        second.close();
        eventually(() -> !client.trades().activity(1).orElseThrow().isAlive());
        ActivityView view = client.trades().activities().get(0);
        assertEquals("the request was interrupted", view.info());
        assertEquals(0, buys.callersOf(1));
    }
}
