package net.bitwrk.client.peer;

import net.bitwrk.client.peer.Recording.Event;
import net.bitwrk.client.peer.Recording.Message;
import net.bitwrk.client.sync.Permutation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Sellers of one buyer load from each other (protocol section 9, assistive downloads), ours and the recorded ones. */
@Timeout(120)
final class AssistTest extends AssistingSellers {
    private static void assertSame(Message recorded, Message ours) {
        for (String line : recorded.head().split("\r\n")) {
            boolean isFree = line.matches("(Host|User-Agent|Accept-Encoding|Date|GET .*|POST .*)(:.*)?");
            assertTrue(isFree || ours.hasLine(line), "missing " + line + " in " + ours.head());
        }
        assertEquals(recorded.bodyText(), ours.bodyText());
    }

    private static void awaitChunks(Seller seller, int count) throws InterruptedException {
        for (int i = 0; i < 3000 && seller.store().occupancy().chunks() < count; i++) {
            Thread.sleep(10);
        }
        assertEquals(count, seller.store().occupancy().chunks());
    }

    @Test
    void theRecordedLoaderLoadsFromOurSeller() throws Exception {
        Recording recording = Recording.assistive();
        Permutation order = Permutation.of(2, 1, 0);
        assertEquals("\u0004bc\u0002a\u0006def", RawBuyer.chunkDataText(inOrder(order)));
        Seller provider = seller(THREE);
        Socket list = beginSync(provider, THREE, order);
        String ticket = path(tickets(Wire.readHead(list.getInputStream())).get(0));
        assertOk(buyer.sendChunks(provider.port(), provider.path(), inOrder(order)));

        List<Event> events = recording.events();
        List<Message> theirs = recording.messages(1, "provider");
        Socket loader = buyer.say(provider.port(), replaced(events.get(0), ticket));
        assertSame(theirs.get(0), Wire.read(loader.getInputStream()));
        loader.getOutputStream().write(Wire.ascii(replaced(events.get(2), ticket)));
        assertSame(theirs.get(1), Wire.read(loader.getInputStream()));
        assertEquals(-1, loader.getInputStream().read());
    }

    private static String replaced(Event event, String ticket) {
        return event.text().replace("/1a2b3c4d/assist/00000000", ticket);
    }

    @Test
    void ourSellerLoadsFromTheRecordedProvider() throws Exception {
        Recording recording = Recording.assistive();
        List<Message> requests = recording.messages(1, "loader");
        List<Event> events = recording.events();
        try (var provider = new ScriptedSeller()) {
            Future<?> get = provider.next(line -> {
                assertTrue(line.head().startsWith("GET /1a2b3c4d/assist/00000000 HTTP/1.1\r\n"), line.head());
                assertSame(requests.get(0), line.hear());
                line.say(events.get(1).bytes());
            });
            Future<?> post = provider.next(line -> {
                assertTrue(line.head().startsWith("POST /1a2b3c4d/assist/00000000 HTTP/1.1\r\n"), line.head());
                assertSame(requests.get(1), line.hear());
                line.say(events.get(3).bytes());
            });
            Seller loader = seller(THREE);
            Wire.readHead(beginSync(loader, THREE, LATE).getInputStream());
            Message answer = offer(loader, "127.0.0.1", provider.url("/1a2b3c4d/assist/00000000"));
            assertStatus(200, answer);
            assertEquals("", answer.bodyText());
            get.get(30, TimeUnit.SECONDS);
            post.get(30, TimeUnit.SECONDS);
            awaitChunks(loader, 3);
            assertOk(buyer.sendChunks(loader.port(), loader.path(), List.of()));
            assertArrayEquals(Wire.ascii("abcdef"), loader.sale().work);
        }
    }

    @Test
    void oneSellerLoadsFromAnotherWhatTheBuyerHasNotBeenAskedFor() throws Exception {
        List<byte[]> work =
                IntStream.range(0, 100).mapToObj(i -> Wire.ascii("chunk " + i)).toList();
        Seller provider = seller(work);
        Socket list = beginSync(provider, work, Permutation.PLAIN);
        List<String> tickets = tickets(Wire.readHead(list.getInputStream()));

        Seller loader = seller(work);
        InputStream asked = beginSync(loader, work, Permutation.PLAIN).getInputStream();
        Wire.readHead(asked);
        var bits = new java.io.ByteArrayOutputStream();
        while (bits.size() < 4) {
            bits.writeBytes(Wire.readChunk(asked));
        }
        assertOk(offer(loader, "127.0.0.1", tickets.get(0)));
        // The provider has nothing yet: it holds the stream until the buyer has sent it what it is asked for.
        assertOk(buyer.sendChunks(provider.port(), provider.path(), work));
        awaitChunks(loader, 68);
        assertOk(buyer.sendChunks(loader.port(), loader.path(), work.subList(0, 32)));
        assertArrayEquals(RawBuyer.together(work), loader.sale().work);
        for (byte[] more = Wire.readChunk(asked); more.length > 0; more = Wire.readChunk(asked)) {
            bits.writeBytes(more);
        }
        assertEquals("ffffffff" + "00".repeat(9), java.util.HexFormat.of().formatHex(bits.toByteArray()));
        assertEquals(1, provider.endpoints().openTickets().size());
    }

    @Test
    void aProviderThatFailsIsNoFailureOfTheSale() throws Exception {
        String ok = "HTTP/1.1 200 OK\r\nConnection: close\r\n";
        String json = new String(Recording.assistive().events().get(1).bytes(), StandardCharsets.US_ASCII);
        assertSellsDespite("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", "");
        assertSellsDespite("HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n", "");
        assertSellsDespite(ok + "Content-Length: 2\r\n\r\n[]", "");
        assertSellsDespite(json, "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");
        assertSellsDespite(json, ok + "Content-Length: 3\r\n\r\n\u0004BC");
        assertSellsDespite(json, ok + "Content-Length: 2\r\n\r\n\u0004b");
        assertSellsDespite(json, "");
    }

    private void assertSellsDespite(String toGet, String toPost) throws Exception {
        try (var provider = new ScriptedSeller()) {
            Future<?> last = provider.next(line -> {
                line.hear();
                line.say(toGet);
            });
            if (toGet.contains("Chunks")) {
                last = provider.next(line -> {
                    line.say(toPost);
                    line.socket().close();
                });
            }
            Seller loader = seller(THREE);
            Wire.readHead(beginSync(loader, THREE, LATE).getInputStream());
            assertOk(offer(loader, "127.0.0.1", provider.url("/x/assist/00")));
            last.get(30, TimeUnit.SECONDS);
            assertSells(loader);
        }
    }
}
