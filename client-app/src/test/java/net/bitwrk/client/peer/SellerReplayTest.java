package net.bitwrk.client.peer;

import net.bitwrk.client.MutableClock;
import net.bitwrk.client.cafs.Limits;
import net.bitwrk.client.cafs.Store;
import net.bitwrk.client.peer.Recording.Event;
import net.bitwrk.client.peer.Recording.Message;
import net.bitwrk.protocol.hash.Hash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The recorded 0.7 buyer buys from our endpoint, byte for byte. */
@Timeout(60)
final class SellerReplayTest {
    private static final String NAME = "0123456789abcdef";

    @TempDir
    Path directory;

    private Store store;
    private Endpoints endpoints;
    private Socket first;
    private Socket second;

    @BeforeEach
    void open() throws IOException {
        store = Store.open(directory, new Limits(64 << 20, 32 << 20), new MutableClock());
    }

    @AfterEach
    void close() throws IOException {
        first.close();
        second.close();
        endpoints.close();
        store.close();
    }

    private ScriptedSale begin(Recording recording, Scripted random) throws IOException {
        endpoints = Endpoints.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                store,
                random,
                new MutableClock(),
                PeerLimits.USUAL,
                Optional.empty());
        var sale = new ScriptedSale(recording.hashes(), recording.result(), recording.resultSignature(), store);
        assertEquals("/0123456789abcdef", endpoints.open(sale).path());
        first = connect();
        second = connect();
        return sale;
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), endpoints.port());
        socket.setSoTimeout(50_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static void say(Socket socket, Event event, Recording recording) throws IOException {
        String text = event.text().replace(recording.workerPath() + " HTTP/1.1", "/0123456789abcdef HTTP/1.1");
        socket.getOutputStream().write(Wire.ascii(text));
        socket.getOutputStream().flush();
    }

    @Test
    void theLinearSale() throws Exception {
        Recording recording = Recording.linear();
        ScriptedSale sale = begin(recording, new Scripted().bytes(NAME, recording.resultKey()));
        List<Event> events = recording.events();
        List<Message> theirs = recording.messages(1, "seller");

        say(first, events.get(0), recording);
        assertSameAnswer(theirs.get(0), Wire.read(first.getInputStream()));
        assertEquals(recording.resultHash(), Hash.sha256(theirs.get(0).body()));
        sale.publishing = new CountDownLatch(1);
        say(first, events.get(2), recording);
        assertSameAnswer(theirs.get(1), Wire.read(first.getInputStream()));
        assertFalse(sale.published.await(50, TimeUnit.MILLISECONDS), "published only after the answer");
        sale.publishing.countDown();
        assertSold(recording, sale);
    }

    @Test
    void theChunkedSale() throws Exception {
        Recording recording = Recording.chunked();
        String one = "01".repeat(16);
        String two = "23".repeat(16);
        ScriptedSale sale = begin(recording, new Scripted().bytes(NAME, one, two, recording.resultKey()));
        List<Event> events = recording.events();

        say(first, events.get(0), recording);
        Message features = recording.messages(1, "seller").get(0);
        Message ours = Wire.read(first.getInputStream());
        assertSameAnswer(features, ours);
        assertEquals(features.bodyText(), ours.bodyText());

        say(first, events.get(2), recording);
        InputStream list = first.getInputStream();
        String head = Wire.readHead(list);
        assertTrue(head.startsWith("HTTP/1.1 200 OK\r\n"), head);
        assertTrue(head.contains("\r\nContent-Type: application/x-wishlist\r\n"), head);
        assertFalse(head.contains("Content-Encoding"), head);
        String url = "\"http://127.0.0.1:18093/" + NAME + "/assist/";
        assertTrue(head.contains("\r\nX-AssistiveDownloadTicket: [" + url + one + "\"," + url + two + "\"]\r\n"), head);

        var bits = new ByteArrayOutputStream();
        for (Event event : events.subList(3, events.size() - 3)) {
            if (event.from().equals("buyer")) {
                say(second, event, recording);
            } else {
                bits.writeBytes(readBits(list, recordedBits(event)));
                assertNothingMore(list);
            }
        }
        Message recorded = recording.messages(1, "seller").get(1);
        assertEquals(hex(recorded.body()), hex(bits.toByteArray()));
        Message result = recording.messages(2, "seller").get(0);
        assertSameAnswer(result, Wire.read(second.getInputStream()));
        say(second, events.get(events.size() - 2), recording);
        assertSameAnswer(recording.messages(2, "seller").get(1), Wire.read(second.getInputStream()));
        assertSold(recording, sale);
    }

    /** The bytes of the wish list in an event, of which the first has the head and the last the end, too. */
    private static int recordedBits(Event event) {
        String text = event.text().replaceFirst("(?s)^HTTP.*\r\n\r\n", "");
        return text.replaceFirst("0\r\n\r\n$", "").length() / "1\r\n.\r\n".length();
    }

    private static byte[] readBits(InputStream list, int count) throws IOException {
        var bits = new ByteArrayOutputStream();
        while (bits.size() < count) {
            bits.writeBytes(Wire.readChunk(list));
        }
        return bits.toByteArray();
    }

    private void assertNothingMore(InputStream list) throws IOException {
        first.setSoTimeout(100);
        try {
            String end = new String(list.readNBytes(7), StandardCharsets.US_ASCII);
            assertEquals("\r\n0\r\n\r\n", end);
        } catch (SocketTimeoutException e) {
            // As it should be: the list waits for chunks.
        }
        first.setSoTimeout(50_000);
    }

    private static void assertSameAnswer(Message recorded, Message ours) {
        assertTrue(ours.hasLine("HTTP/1.1 200 OK"), ours.head());
        for (String line : recorded.head().split("\r\n")) {
            assertTrue(line.startsWith("Date: ") || ours.hasLine(line), "missing " + line + " in " + ours.head());
        }
        assertArrayEquals(recorded.body(), ours.body());
    }

    private static void assertSold(Recording recording, ScriptedSale sale) throws InterruptedException {
        assertTrue(sale.published.await(50, TimeUnit.SECONDS));
        assertArrayEquals(recording.work(), sale.work);
        assertEquals(
                List.of(
                        "awaitTransmitting",
                        "publishSecret " + recording.buyerSecret().hex(),
                        "work " + recording.hashes().work(),
                        "publishResult " + recording.resultHash() + " " + recording.resultSignature() + " "
                                + recording.resultKey()),
                sale.asked);
        assertTrue(sale.ends.isEmpty());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
