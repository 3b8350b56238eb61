package net.bitwrk.client.peer;

import net.bitwrk.client.MutableClock;
import net.bitwrk.client.cafs.FileWriter;
import net.bitwrk.client.cafs.Limits;
import net.bitwrk.client.cafs.Owner;
import net.bitwrk.client.cafs.Store;
import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.client.peer.Recording.Event;
import net.bitwrk.client.peer.Recording.Message;
import net.bitwrk.protocol.hash.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Our buyer buys from the recorded 0.7 seller, and from sellers that insist on less, or are broken. */
@Timeout(60)
final class BuyerReplayTest {
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    @TempDir
    Path directory;

    private Store store;
    private ScriptedSeller seller;
    private Sellers sellers;

    @BeforeEach
    void open() throws IOException {
        store = Store.open(directory.resolve("store"), new Limits(128 << 20, 64 << 20), new MutableClock());
        seller = new ScriptedSeller();
    }

    @AfterEach
    void close() throws IOException {
        seller.close();
        sellers.close();
        store.close();
    }

    private SellerConnection connect(Scripted random, String path) throws IOException {
        return connect(random, path, limits());
    }

    private SellerConnection connect(RandomGenerator random, String path, PeerLimits limits) throws IOException {
        sellers = new Sellers(
                store,
                directory.resolve("spool"),
                () -> PeerAddresses.of(InetAddress.getLoopbackAddress(), List.of()),
                random,
                new MutableClock(),
                limits);
        return sellers.connect(seller.url(path));
    }

    private static PeerLimits limits() {
        return limits(Duration.ofSeconds(5));
    }

    private static PeerLimits limits(Duration idle) {
        PeerLimits usual = PeerLimits.USUAL;
        return new PeerLimits(
                1 << 20, usual.uploads(), usual.receipts(), 0, Duration.ofSeconds(30), Duration.ofSeconds(10), idle);
    }

    private StoredFile put(byte[] work) throws IOException {
        try (FileWriter writer = store.put(Owner.OWN)) {
            writer.write(work);
            return writer.finish();
        }
    }

    private void assertResult(Recording recording, EncryptedResult result) throws IOException {
        assertEquals(recording.resultHash(), result.hash());
        StoredFile plain;
        try (FileWriter room = store.put(Owner.OWN)) {
            plain = result.decrypt(Secret.parse("key", recording.resultKey()), room);
        }
        try (InputStream in = store.open(plain.key())) {
            assertArrayEquals(recording.result(), in.readAllBytes());
        }
        result.close();
        try (var left = Files.list(directory.resolve("spool"))) {
            assertEquals(0, left.count());
        }
    }

    private static void assertSameRequest(Message recorded, Message ours) {
        for (String line : recorded.head().split("\r\n")) {
            boolean isFree = line.matches("(Host|User-Agent|Accept-Encoding): .*");
            assertTrue(isFree || ours.hasLine(line), "missing " + line + " in " + ours.head());
        }
        assertEquals(recorded.bodyText(), ours.bodyText());
    }

    @Test
    void theLinearSale() throws Exception {
        Recording recording = Recording.linear();
        List<Event> events = recording.events();
        List<Message> buyer = recording.messages(1, "buyer");
        Future<?> script = seller.next(line -> {
            assertSameRequest(buyer.get(0), line.hear());
            line.say(events.get(1).bytes());
        });
        Future<?> receipt = seller.next(line -> {
            assertSameRequest(buyer.get(1), line.hear());
            line.say(events.get(3).bytes());
        });
        var random = new Scripted().bytes(buyer.get(0).boundary());
        try (SellerConnection connection = connect(random, recording.workerPath())) {
            EncryptedResult result = connection.send(put(recording.work()), recording.buyerSecret());
            connection.sendReceipt(result.hash(), recording.resultSignature());
            script.get(10, TimeUnit.SECONDS);
            receipt.get(10, TimeUnit.SECONDS);
            assertResult(recording, result);
        }
    }

    @Test
    void theChunkedSaleWithAListThatStopsUntilTheSecondRequestIsThere() throws Exception {
        Recording recording = Recording.chunked();
        List<Event> events = recording.events();
        List<Message> first = recording.messages(1, "buyer");
        List<Message> second = recording.messages(2, "buyer");
        var secondIsThere = new CountDownLatch(1);
        Future<?> features = seller.next(line -> {
            assertSameRequest(first.get(0), line.hear());
            line.say(events.get(1).bytes());
        });
        Future<?> list = seller.next(line -> {
            assertSameRequest(first.get(1), line.hear());
            line.say(events.get(3).bytes());
            assertTrue(secondIsThere.await(5, TimeUnit.SECONDS), "no second request while the list waits for it");
            line.say(events.get(5).bytes());
            line.say(events.get(7).bytes());
            line.say(events.get(9).bytes());
        });
        Future<?> chunks = seller.next(line -> {
            secondIsThere.countDown();
            assertSameRequest(second.get(0), line.hear());
            line.say(events.get(11).bytes());
        });
        Future<?> receipt = seller.next(line -> {
            assertSameRequest(second.get(1), line.hear());
            line.say(events.get(13).bytes());
        });
        int[] perm = first.get(1)
                .bodyText()
                .lines()
                .filter(text -> text.startsWith("{"))
                .map(text -> text.replaceAll(".*\"Perm\":\\[(.*)]}", "$1"))
                .flatMap(text -> List.of(text.split(",")).stream())
                .mapToInt(Integer::parseInt)
                .toArray();
        var random = new Scripted()
                .bytes(first.get(1).boundary(), second.get(0).boundary())
                .permutation(perm);
        try (SellerConnection connection = connect(random, recording.workerPath())) {
            EncryptedResult result = connection.send(put(recording.work()), recording.buyerSecret());
            connection.sendReceipt(result.hash(), recording.resultSignature());
            for (Future<?> step : List.of(features, list, chunks, receipt)) {
                step.get(10, TimeUnit.SECONDS);
            }
            assertResult(recording, result);
        }
    }

    @Test
    void aSellerWithoutGzipGetsNoChunks() throws Exception {
        assertSentWhole("{\"Adler32Chunking\": true, \"GZIPCompression\": false, \"SyncInfo\": true}", 200);
        assertSentWhole("{\"Adler32Chunking\": true, \"SyncInfo\": true}", 200);
    }

    @Test
    void aSellerThatCannotSayGetsTheWorkAsAWhole() throws Exception {
        assertSentWhole("{\"Adler32Chunking\": true, \"GZIPCompression\": true, \"SyncInfo\": true}", 501);
        assertSentWhole("{\"Adler32Chunking\": true, \"GZIPCompression\": true, \"SyncInfo\": true}", 201);
        assertSentWhole("no JSON", 200);
        assertSentWhole("{}", 200);
        assertSentWhole("{\"Adler32Chunking\": \"true\", \"GZIPCompression\": 1, \"SyncInfo\": true}", 200);
    }

    private void assertSentWhole(String features, int status) throws Exception {
        Recording recording = Recording.chunked();
        String boundary = "ab".repeat(30);
        Future<?> script = seller.next(line -> {
            assertTrue(line.hear().head().startsWith("OPTIONS "));
            line.say("HTTP/1.1 " + status + " X\r\nContent-Length: " + features.length() + "\r\n\r\n" + features);
        });
        Future<?> whole = seller.next(line -> {
            Message post = line.hear();
            assertFalse(post.head().contains("Content-Encoding"), post.head());
            assertTrue(post.bodyText()
                    .startsWith("--" + boundary
                            + "\r\nContent-Disposition: form-data; name=\"work\"; filename=\"workfile.bin\"\r\n"
                            + "Content-Type: application/octet-stream\r\n\r\n"));
            assertTrue(post.bodyText()
                    .endsWith("\r\n--" + boundary
                            + "\r\nContent-Disposition: form-data; name=\"buyersecret\"\r\n\r\n"
                            + recording.buyerSecret().hex() + "\r\n--" + boundary + "--\r\n"));
            line.say(OK + "Content-Length: 1\r\n\r\nx");
        });
        try (SellerConnection connection = connect(new Scripted().bytes(boundary), "/w")) {
            connection.send(put(recording.work()), recording.buyerSecret()).close();
            script.get(10, TimeUnit.SECONDS);
            whole.get(10, TimeUnit.SECONDS);
        }
        sellers.close();
    }

    @Test
    void anOlderSellerGetsTheOlderListInPlainOrder() throws Exception {
        Recording recording = Recording.chunked();
        StoredFile work = put(recording.work());
        var secondIsThere = new CountDownLatch(1);
        Future<?> script = seller.next(line -> {
            line.hear();
            String features = "{\"Adler32Chunking\": true, \"GZIPCompression\": true}";
            line.say(OK + "Content-Length: " + features.length() + "\r\n\r\n" + features);
        });
        Future<?> list = seller.next(line -> {
            Message post = line.hear();
            assertTrue(post.bodyText().contains("name=\"a32chunks\"; filename=\"a32chunks.bin\"\r\n"));
            line.say(OK + "Transfer-Encoding: chunked\r\n\r\n");
            assertTrue(secondIsThere.await(5, TimeUnit.SECONDS));
            line.say("1\r\n\100\r\n0\r\n\r\n");
        });
        Future<?> chunks = seller.next(line -> {
            secondIsThere.countDown();
            Message post = line.hear();
            int size = work.chunks().get(1).size();
            assertTrue(post.body().length > size && post.body().length < size + 300, "the second chunk alone");
            line.say(OK + "Content-Length: 1\r\n\r\nx");
        });
        var random = new Scripted().bytes("ab".repeat(30), "cd".repeat(30));
        try (SellerConnection connection = connect(random, "/w")) {
            connection.send(work, recording.buyerSecret()).close();
            script.get(10, TimeUnit.SECONDS);
            list.get(10, TimeUnit.SECONDS);
            chunks.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatIsTooMuchAsAWholeIsNotSentAtAll() throws Exception {
        Future<?> script = seller.next(line -> {
            line.hear();
            line.say("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
            assertTrue(line.isSilent());
        });
        byte[] work = new byte[PeerLimits.TOO_MUCH_LINEAR];
        try (SellerConnection connection = connect(new Scripted(), "/w")) {
            var refused = assertThrows(
                    PeerFault.class,
                    () -> connection.send(put(work), Recording.linear().buyerSecret()));
            assertTrue(refused.getMessage().contains("16777216 bytes"), refused.getMessage());
            script.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void anythingButExactly200EndsTheSaleAndNothingIsFollowed() throws Exception {
        assertRefused("HTTP/1.1 201 Created\r\nContent-Length: 1\r\n\r\nx", "the seller answers 201: x");
        assertRefused("HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n", "the seller answers 302: ");
        assertRefused("HTTP/1.1 401 No\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n", "answers 401: ");
        assertRefused("HTTP/1.1 500 No\r\nContent-Length: 9\r\n\r\nno\u0007worker", "answers 500: no\\u0007worker");
    }

    @Test
    void aSellerThatHangsUpOrSendsTooMuchEndsTheSale() throws Exception {
        assertRefused("", "");
        assertRefused(OK + "Content-Length: 10\r\n\r\nx", "");
        assertRefused(OK + "Content-Length: 2000000\r\n\r\n" + "x".repeat(2_000_000), "more than 1048576 bytes");
        assertRefused("SSH-2.0-OpenSSH\r\n", "");
    }

    private void assertRefused(String answer, String reason) throws Exception {
        Recording recording = Recording.linear();
        Future<?> script = seller.next(line -> {
            line.hear();
            try {
                line.say(answer);
            } catch (IOException e) {
                assertTrue(answer.length() > 1 << 20, "only the endless answer is not taken");
            }
            line.socket().close();
        });
        try (SellerConnection connection = connect(new Scripted().bytes("ab".repeat(30)), "/w")) {
            StoredFile work = put(recording.work());
            var refused = assertThrows(IOException.class, () -> connection.send(work, recording.buyerSecret()));
            assertTrue(refused.getMessage().contains(reason), refused.getMessage());
            script.get(10, TimeUnit.SECONDS);
        }
        sellers.close();
        try (var left = Files.list(directory.resolve("spool"))) {
            assertEquals(0, left.count(), "nothing is left of a result that did not come");
        }
    }

    @Test
    void aTicketOfOneSellerIsGivenToAnother() throws Exception {
        StoredFile work = put(Recording.chunked().work());
        try (var other = new ScriptedSeller()) {
            String ticket = seller.url("/w/assist/00ff");
            List<Future<?>> steps = new ArrayList<>(
                    sells(seller, "X-Assistivedownloadticket: [\"" + ticket + "\"]\r\n", new CompletableFuture<>()));
            try (SellerConnection one = connect(new SecureRandom(), "/w", limits())) {
                one.send(work, SECRET).close();
                assertEquals(List.of(ticket), sellers.heldTickets());
                var passed = new CompletableFuture<String>();
                steps.addAll(sells(other, "", passed));
                steps.add(other.next(line -> takeTicketOrChunks(line, passed)));
                try (SellerConnection two = sellers.connect(other.url("/w"))) {
                    two.send(work, SECRET).close();
                    assertTrue(
                            passed.get(30, TimeUnit.SECONDS)
                                    .matches("--([0-9a-f]{60})\r\n"
                                            + "Content-Disposition: form-data; name=\"assisturl\"\r\n\r\n"
                                            + ticket + "\r\n--\\1--\r\n"),
                            passed.get());
                }
                assertEquals(List.of(), sellers.heldTickets());
            }
            for (Future<?> step : steps) {
                step.get(30, TimeUnit.SECONDS);
            }
        }
    }

    private static final Secret SECRET = Secret.of(new byte[32]);

    /** The two requests of which the order is not known: they come on connections of their own. */
    private static void takeTicketOrChunks(ScriptedSeller.Line line, CompletableFuture<String> passed)
            throws IOException {
        String body = line.hear().bodyText();
        if (body.contains("assisturl")) {
            passed.complete(body);
            line.say(OK + "Content-Length: 0\r\n\r\n");
        } else {
            line.say(OK + "Content-Length: 1\r\n\r\nx");
        }
    }

    /** Takes chunks, but needs none. */
    private static List<Future<?>> sells(ScriptedSeller seller, String header, CompletableFuture<String> passed) {
        return List.of(
                seller.next(line -> {
                    line.hear();
                    String features = "{\"Adler32Chunking\": true, \"GZIPCompression\": true, \"SyncInfo\": true}";
                    line.say(OK + "Content-Length: " + features.length() + "\r\n\r\n" + features);
                }),
                seller.next(line -> {
                    line.hear();
                    // Two chunks and 255 more bits.
                    line.say(OK + header + "Content-Length: 33\r\n\r\n" + "\0".repeat(33));
                }),
                seller.next(line -> takeTicketOrChunks(line, passed)));
    }

    @Test
    void aConnectionNotInUseIsClosedBeforeTheSellerDoesAndARequestMayBeSilentForLonger() throws Exception {
        Recording recording = Recording.linear();
        Future<?> slow = seller.next(line -> {
            line.hear();
            Thread.sleep(1500);
            line.say(OK + "Content-Length: 1\r\n\r\nx");
            line.socket().setSoTimeout(30_000);
            assertEquals(-1, line.in().read(), "closed by the buyer");
        });
        var random = new Scripted().bytes("ab".repeat(30));
        try (SellerConnection connection = connect(random, "/w", limits(Duration.ofMillis(300)))) {
            connection.send(put(recording.work()), recording.buyerSecret()).close();
            slow.get(40, TimeUnit.SECONDS);
        }
    }

    @Test
    void closingEndsTheWaitForASellerThatDoesNotAnswer() throws Exception {
        Recording recording = Recording.linear();
        var heard = new CountDownLatch(1);
        seller.next(line -> {
            line.hear();
            heard.countDown();
            line.isSilent();
            line.in().read();
        });
        SellerConnection connection = connect(new Scripted().bytes("ab".repeat(30)), "/w");
        StoredFile work = put(recording.work());
        var closer = new Thread(() -> {
            try {
                heard.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            connection.close();
        });
        closer.start();
        assertThrows(IOException.class, () -> connection.send(work, recording.buyerSecret()));
        closer.join();
        assertThrows(IOException.class, () -> connection.sendReceipt(recording.resultHash(), "x"));
    }
}
