package net.bitwrk.client.peer;

import net.bitwrk.client.sync.SyncInfo;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Strangers with the largest sync infos there can be, more of them than there is memory for. */
@Tag("N3")
@Timeout(120)
final class SyncFloodTest extends AttackedEndpoint {
    /** Some 8 MB of text; no secret follows it. */
    private final byte[] largest = largest();

    private final BlockingQueue<Socket> refused = new LinkedBlockingQueue<>();

    private static byte[] largest() {
        return Wire.ascii(IntStream.range(0, SyncInfo.MAX_CHUNKS)
                .mapToObj(i -> "{\"Key\":\"" + String.format("%064x", i) + "\",\"Size\":1}")
                .collect(Collectors.joining(",", "{\"Chunks\":[", "],\"Perm\":[0]}")));
    }

    @DisplayName("N3: the sync infos of strangers together stay within their memory, which ends no sale")
    @Test
    void isGivenUpAndNoSaleWithIt() throws Exception {
        open(Duration.ofMinutes(10), Duration.ofMinutes(5));
        var flood = new ArrayList<Socket>();
        for (int i = 0; i < 2; i++) {
            flood.add(stranger());
            flood.add(stranger());
            newSale();
        }
        Socket first = refused.poll(60, TimeUnit.SECONDS);
        assertNotNull(first, "four of them are more than there is room for");
        byte[] body = form(field("syncinfojson", largest), field("buyersecret", Wire.ascii(SECRET.hex())));
        Socket buyer = send(
                "POST", "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: " + body.length + "\r\n");
        buyer.setSoTimeout(60_000);
        buyer.getOutputStream().write(body);
        assertTrue(Wire.readHead(buyer.getInputStream()).startsWith("HTTP/1.1 200 "));
        assertEquals(List.of(), List.copyOf(sale.ends));
        assertNotNull(refused.poll(60, TimeUnit.SECONDS), "the buyer needs the room of one more");
        for (Socket socket : flood) {
            socket.close();
        }
    }

    /** All from one address, two an endpoint. */
    private Socket stranger() throws IOException {
        var socket =
                new Socket(InetAddress.getLoopbackAddress(), endpoints.port(), InetAddress.getByName("127.0.0.2"), 0);
        sockets.add(socket);
        String head = "POST " + endpoint.path() + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n"
                + "Content-Type: multipart/form-data; boundary=b\r\n\r\n";
        var sender = new Thread(() -> {
            try {
                socket.getOutputStream().write(Wire.ascii(head));
                socket.getOutputStream().write(field("syncinfojson", largest));
                socket.getInputStream().read();
            } catch (IOException e) {
                // Hung up on before all was sent: refused as well.
            }
            refused.add(socket);
        });
        sender.setDaemon(true);
        sender.start();
        return socket;
    }
}
