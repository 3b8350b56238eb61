package net.bitwrk.client.peer;

import net.bitwrk.client.MutableClock;
import net.bitwrk.client.cafs.FileWriter;
import net.bitwrk.client.cafs.Limits;
import net.bitwrk.client.cafs.Owner;
import net.bitwrk.client.cafs.Store;
import net.bitwrk.client.peer.Recording.Event;
import net.bitwrk.client.peer.Recording.Message;
import net.bitwrk.client.sync.Permutation;
import net.bitwrk.client.sync.Wishlist;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Sellers of one buyer help each other (protocol section 9, assistive downloads), and nobody else. */
@Timeout(120)
final class AssistTest {
    private static final List<byte[]> THREE = List.of(Wire.ascii("a"), Wire.ascii("bc"), Wire.ascii("def"));
    /** Nothing comes before bit 253: no chunk is asked of the buyer at once. */
    private static final Permutation LATE =
            Permutation.of(IntStream.range(0, 256).map(i -> 255 - i).toArray());

    private static final String RESULT = "the result";

    @TempDir
    Path directory;

    private final RawBuyer buyer = new RawBuyer();
    private final List<Seller> opened = new ArrayList<>();

    /** One selling client, with one sale. */
    private record Seller(Store store, Sellers others, Endpoints endpoints, Endpoint endpoint, ScriptedSale sale) {
        int port() {
            return endpoints.port();
        }

        String path() {
            return endpoint.path();
        }
    }

    private Seller seller(List<byte[]> work) throws IOException {
        return seller(work, InetAddress.getLoopbackAddress());
    }

    private Seller seller(List<byte[]> work, InetAddress exchange) throws IOException {
        Path home = directory.resolve("seller" + opened.size());
        Store store = Store.open(home.resolve("store"), new Limits(64 << 20, 32 << 20), new MutableClock());
        var others = new Sellers(
                store,
                home.resolve("spool"),
                () -> PeerAddresses.of(exchange, List.of()),
                new SecureRandom(),
                new MutableClock(),
                PeerLimits.USUAL);
        Endpoints endpoints = Endpoints.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                store,
                new SecureRandom(),
                new MutableClock(),
                PeerLimits.USUAL,
                Optional.of(others));
        var sale = new ScriptedSale(RawBuyer.hashes(work), Wire.ascii(RESULT), "signature", store);
        var seller = new Seller(store, others, endpoints, endpoints.open(sale), sale);
        opened.add(seller);
        return seller;
    }

    @AfterEach
    void close() throws IOException {
        buyer.close();
        for (Seller seller : opened) {
            seller.endpoints.close();
            seller.others.close();
            seller.store.close();
        }
    }

    /** The wish list's head names the tickets. */
    private static List<String> tickets(String head) {
        String json = head.replaceAll("(?s).*X-AssistiveDownloadTicket: \\[([^\\]]*)].*", "$1");
        return List.of(json.replace("\"", "").split(","));
    }

    private Socket beginSync(Seller seller, List<byte[]> work, Permutation order) throws IOException {
        return buyer.beginSync(seller.port(), seller.path(), work, order);
    }

    private Message get(Seller seller, String path) throws IOException {
        return Wire.read(request(seller, "GET " + path, "").getInputStream());
    }

    private Message post(Seller seller, String path) throws IOException {
        String headers = "Connection: close\r\nContent-Length: 1\r\n";
        Socket socket = request(seller, "POST " + path, headers);
        socket.getOutputStream().write(0);
        return Wire.read(socket.getInputStream());
    }

    private Socket request(Seller seller, String line, String headers) throws IOException {
        return buyer.say(seller.port(), line + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n");
    }

    private static String path(String url) {
        return url.replaceFirst("http://[^/]*", "");
    }

    private static void assertOk(Message answer) {
        assertTrue(answer.head().startsWith("HTTP/1.1 200 "), answer.head() + answer.bodyText());
    }

    private static void assertStatus(int status, Message answer) {
        assertTrue(answer.head().startsWith("HTTP/1.1 " + status + " "), answer.head() + answer.bodyText());
    }

    private static void assertSame(Message recorded, Message ours) {
        for (String line : recorded.head().split("\r\n")) {
            boolean isFree = line.matches("(Host|User-Agent|Accept-Encoding|Date|GET .*|POST .*)(:.*)?");
            assertTrue(isFree || ours.hasLine(line), "missing " + line + " in " + ours.head());
        }
        assertEquals(recorded.bodyText(), ours.bodyText());
    }

    private static void awaitChunks(Seller seller, int count) throws InterruptedException {
        for (int i = 0; i < 3000 && seller.store.occupancy().chunks() < count; i++) {
            Thread.sleep(10);
        }
        assertEquals(count, seller.store.occupancy().chunks());
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

    private static List<byte[]> inOrder(Permutation order) {
        var list = Wishlist.of(RawBuyer.syncInfo(THREE, order), key -> false);
        return list.inTransmissionOrder().chunks().stream()
                .map(chunk -> THREE.get(chunk.size() - 1))
                .toList();
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
            assertArrayEquals(Wire.ascii("abcdef"), loader.sale.work);
        }
    }

    private Message offer(Seller loader, String from, String ticket) throws IOException {
        return buyer.offer(loader.port(), loader.path(), from, ticket);
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
        assertArrayEquals(RawBuyer.together(work), loader.sale.work);
        for (byte[] more = Wire.readChunk(asked); more.length > 0; more = Wire.readChunk(asked)) {
            bits.writeBytes(more);
        }
        assertEquals("ffffffff" + "00".repeat(9), java.util.HexFormat.of().formatHex(bits.toByteArray()));
        assertEquals(1, provider.endpoints.openTickets().size());
    }

    @Tag("N5")
    @Test
    void aTicketIsGoodForOnePostAndEndsWithTheSale() throws Exception {
        Seller provider = seller(THREE);
        Socket list = beginSync(provider, THREE, Permutation.PLAIN);
        List<String> tickets = tickets(Wire.readHead(list.getInputStream()));
        String one = path(tickets.get(0));
        String two = path(tickets.get(1));
        assertTrue(one.matches(provider.path() + "/assist/[0-9a-f]{32}"), one);
        assertNotEquals(one, two);
        assertEquals(List.of(one, two), provider.endpoints.openTickets());

        assertStatus(200, get(provider, one));
        assertStatus(200, get(provider, one));
        assertStatus(404, get(provider, one + "00"));
        assertStatus(404, get(provider, provider.path() + "/assist/00"));
        assertStatus(404, get(provider, "/00" + one));
        assertStatus(405, Wire.read(request(provider, "PUT " + one, "").getInputStream()));
        for (String connection : List.of("", "Connection: keep-alive\r\n", "Connection: keep-alive, close\r\n")) {
            Socket socket = request(provider, "POST " + one, connection + "Content-Length: 0\r\n");
            assertStatus(400, Wire.read(socket.getInputStream()));
        }
        assertStatus(404, post(provider, provider.path() + "/assist/00"));
        assertStatus(200, post(provider, one));
        assertStatus(404, post(provider, one));
        assertStatus(404, get(provider, one));
        assertEquals(List.of(), List.copyOf(provider.sale.ends), "none of it is a fault of the sale");
        assertOk(buyer.sendChunks(provider.port(), provider.path(), THREE));
        assertStatus(200, get(provider, two));
        provider.endpoint.close();
        assertStatus(404, get(provider, two));
        assertStatus(404, post(provider, two));
        assertEquals(List.of(), provider.endpoints.openTickets());
    }

    @Test
    void thereAreNoTicketsBeforeTheSyncNorForTheOlderList() throws Exception {
        Seller provider = seller(THREE);
        assertStatus(404, get(provider, provider.path() + "/assist/00"));
    }

    @Tag("N9")
    @Test
    void whatThisBuyerHasNotSentIsNotServedThoughItIsInTheStore() throws Exception {
        byte[] anothers = Wire.ascii("what another buyer has sent");
        Seller provider = seller(List.of(anothers));
        try (FileWriter file = provider.store.put(Owner.buyer("another buyer"))) {
            file.write(anothers);
            file.finish();
        }
        Socket list = beginSync(provider, List.of(anothers), Permutation.PLAIN);
        String head = Wire.readHead(list.getInputStream());
        assertArrayEquals(new byte[] {(byte) 0x80}, Wire.readChunk(list.getInputStream()), "it is asked for");
        Socket loader =
                request(provider, "POST " + path(tickets(head).get(0)), "Connection: close\r\nContent-Length: 1\r\n");
        loader.getOutputStream().write(0x80);
        assertTrue(Wire.readHead(loader.getInputStream()).startsWith("HTTP/1.1 200 "));
        loader.setSoTimeout(300);
        assertThrows(SocketTimeoutException.class, () -> loader.getInputStream().read());
        loader.setSoTimeout(30_000);
        provider.endpoint.close();
        byte[] rest = loader.getInputStream().readAllBytes();
        assertFalse(new String(rest, StandardCharsets.ISO_8859_1).contains("another"));
    }

    @Tag("N1")
    @Test
    void aTicketLeadsNowhereElse() throws Exception {
        try (var provider = new ScriptedSeller()) {
            Future<?> heard = provider.next(ScriptedSeller.Line::hear);
            Seller loader = seller(THREE, InetAddress.getByName("93.184.216.34"));
            Wire.readHead(beginSync(loader, THREE, LATE).getInputStream());
            assertOk(offer(loader, "127.0.0.1", provider.url("/x/assist/00")));
            assertThrows(TimeoutException.class, () -> heard.get(500, TimeUnit.MILLISECONDS));
            assertSells(loader);
        }
    }

    @Tag("N1")
    @Test
    void onlyTheBuyersTicketsAreUsedAndOnlyDuringASync() throws Exception {
        try (var provider = new ScriptedSeller()) {
            Future<?> heard = provider.next(ScriptedSeller.Line::hear);
            Seller loader = seller(THREE);
            String ticket = provider.url("/x/assist/00");
            assertOk(offer(loader, "127.0.0.1", ticket));
            Wire.readHead(beginSync(loader, THREE, LATE).getInputStream());
            assertOk(offer(loader, "127.0.0.2", ticket));
            for (String other :
                    List.of("", "/admin", "/x/assist/0", "/x/assist/0A", "/x/assist/00?x", "/assist/00/x")) {
                assertOk(offer(loader, "127.0.0.1", provider.url(other)));
            }
            assertThrows(TimeoutException.class, () -> heard.get(500, TimeUnit.MILLISECONDS));
            assertSells(loader);
        }
    }

    private void assertSells(Seller loader) throws IOException {
        assertOk(buyer.sendChunks(loader.port(), loader.path(), inOrder(LATE)));
        assertArrayEquals(Wire.ascii("abcdef"), loader.sale.work);
        assertEquals(List.of(), List.copyOf(loader.sale.ends));
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
