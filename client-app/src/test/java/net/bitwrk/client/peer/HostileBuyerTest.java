package net.bitwrk.client.peer;

import net.bitwrk.client.MutableClock;
import net.bitwrk.client.cafs.Assembly;
import net.bitwrk.client.cafs.Limits;
import net.bitwrk.client.cafs.Store;
import net.bitwrk.client.peer.Recording.Message;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.hash.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What proves to be the buyer ends its own sale with a reason; what does not ends nothing, and the sale goes on. */
@Timeout(60)
final class HostileBuyerTest {
    private static final byte[] WORK = Wire.ascii("the work");
    private static final byte[] RESULT = Wire.ascii("the result");
    private static final Secret SECRET = Secret.of(new byte[32]);
    private static final String SIGNATURE = "the buyer's signature";

    @TempDir
    Path directory;

    private final MutableClock clock = new MutableClock();
    private final List<Socket> sockets = new ArrayList<>();
    private Store store;
    private Endpoints endpoints;
    private ScriptedSale sale;
    private Endpoint endpoint;

    @BeforeEach
    void open() throws IOException {
        store = Store.open(directory, new Limits(64 << 20, 32 << 20), clock);
        endpoints = Endpoints.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                store,
                new SecureRandom(),
                clock,
                limits(Duration.ofMinutes(1), Duration.ofSeconds(1)),
                Optional.empty());
        newSale();
    }

    private static PeerLimits limits(Duration life, Duration silence) {
        return new PeerLimits(
                1 << 20,
                new Crowd(8, 3, 4, 2, life),
                new Crowd(8, 3, 4, 2, life),
                1000,
                Duration.ofSeconds(30),
                silence,
                silence.dividedBy(2));
    }

    private void newSale() {
        Hash hash = Hash.sha256(WORK);
        var hashes = new WorkHashes(hash, Hash.sha256(hash.bytes(), SECRET.bytes()));
        sale = new ScriptedSale(hashes, RESULT, SIGNATURE, store);
        endpoint = endpoints.open(sale);
    }

    @AfterEach
    void close() throws Exception {
        newSale();
        assertSells();
        for (Socket socket : sockets) {
            socket.close();
        }
        endpoints.close();
        store.close();
    }

    private void assertSells() throws Exception {
        Message result = post(linear(WORK, SECRET), "");
        assertTrue(result.hasLine("HTTP/1.1 200 OK"), result.head() + result.bodyText());
        Message receipt = request("POST", FORM, receipt(Hash.sha256(result.body()), SIGNATURE));
        assertTrue(receipt.hasLine("HTTP/1.1 200 OK"), receipt.head() + receipt.bodyText());
        sale.published.await();
        assertTrue(sale.ends.isEmpty());
    }

    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";

    private static byte[] receipt(Hash hash, String signature) {
        return Wire.ascii("encresulthash=" + hash + "&encresulthashsig=" + signature.replace(' ', '+'));
    }

    private static byte[] linear(byte[] work, Secret secret) throws IOException {
        return form(field("work", work), field("buyersecret", Wire.ascii(secret.hex())));
    }

    private static byte[] field(String name, byte[] bytes) throws IOException {
        var field = new ByteArrayOutputStream();
        field.write(Wire.ascii("--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n"));
        field.write(bytes);
        field.write(Wire.ascii("\r\n"));
        return field.toByteArray();
    }

    private static byte[] form(byte[]... fields) throws IOException {
        var form = new ByteArrayOutputStream();
        for (byte[] field : fields) {
            form.write(field);
        }
        form.write(Wire.ascii("--b--\r\n"));
        return form.toByteArray();
    }

    private Message post(byte[] form, String headers) throws IOException {
        return request("POST", "Content-Type: multipart/form-data; boundary=b\r\n" + headers, form);
    }

    private Message request(String method, String headers, byte[] body) throws IOException {
        Socket socket = send(method, headers + "Content-Length: " + body.length + "\r\n");
        socket.getOutputStream().write(body);
        return Wire.read(socket.getInputStream());
    }

    private Socket send(String method, String headers) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), endpoints.port());
        sockets.add(socket);
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write(Wire.ascii(method + " " + endpoint.path() + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n"));
        return socket;
    }

    private void assertStrangersFault(String reason, byte[] form) throws Exception {
        assertStrangersFault(reason, post(form, ""));
    }

    /** The sale goes on. */
    private void assertStrangersFault(String reason, Message answer) throws Exception {
        assertRefused(reason, answer);
        assertSells();
        newSale();
    }

    private void assertRefused(String reason, Message answer) throws Exception {
        assertTrue(answer.head().startsWith("HTTP/1.1 500 "), answer.head());
        assertTrue(answer.bodyText().contains(reason), answer.bodyText());
        assertEquals(List.of(), List.copyOf(sale.ends));
        Message afterwards = request("OPTIONS", "", new byte[0]);
        assertTrue(afterwards.head().startsWith("HTTP/1.1 200 "), afterwards.head());
    }

    /** The sale is over. */
    private void assertBuyersFault(String reason, Message answer) throws Exception {
        assertTrue(answer.head().startsWith("HTTP/1.1 500 "), answer.head());
        assertTrue(answer.bodyText().contains(reason), answer.bodyText());
        String end = sale.end();
        assertTrue(end.startsWith("BUYER: ") && end.contains(reason), end);
        Message afterwards = request("OPTIONS", "", new byte[0]);
        assertTrue(afterwards.head().startsWith("HTTP/1.1 404 "), afterwards.head());
        newSale();
    }

    @Test
    void theBuyersFaultIsAnsweredWith500AndTheEndpointIsGone() throws Exception {
        assertBuyersFault("the work has the hash", post(linear(Wire.ascii("other work"), SECRET), ""));
        beginSync();
        assertBuyersFault("a chunk has 9 bytes instead of 8", postChunks(Wire.ascii("\u0012too much!")));
        beginSync();
        assertBuyersFault("goes on after the last chunk", postChunks(Wire.ascii("\u0010the work\u0010the work")));
    }

    @Tag("N2")
    @Test
    void aStrangersFaultIsAnsweredWith500AndEndsNothing() throws Exception {
        assertStrangersFault("buyersecret does not fit", linear(WORK, Secret.of(Wire.ascii("x".repeat(32)))));
        assertStrangersFault(
                "buyersecret is not 64", form(field("work", WORK), field("buyersecret", Wire.ascii("00"))));
        assertStrangersFault("a field has 65 bytes", form(field("work", WORK), field("buyersecret", new byte[1000])));
        assertStrangersFault("do not go together", form(field("work", WORK)));
        assertStrangersFault("do not go together", form());
        assertStrangersFault("the part file is unknown", form(field("file", WORK)));
        assertStrangersFault("chunkdata comes before", form(field("chunkdata", WORK)));
        assertStrangersFault("something follows", form(field("work", WORK), Wire.ascii("--b--\r\nmore")));
        assertStrangersFault("sync info", form(field("syncinfojson", Wire.ascii("{")), field("buyersecret", WORK)));
        assertStrangersFault("ends within a key", form(field("a32chunks", WORK), field("buyersecret", WORK)));
        assertStrangersFault("neither a form nor form data", request("POST", "Content-Type: text/plain\r\n", WORK));
    }

    @Tag("N2")
    @Test
    void partsThatDoNotGoTogetherAreRefusedBeforeTheyAreRead() throws Exception {
        for (String name : List.of("work", "syncinfojson", "a32chunks", "chunkdata", "assisturl", "file")) {
            assertRefusedAtItsBegin("work", WORK, name);
        }
        assertRefusedAtItsBegin("buyersecret", Wire.ascii(SECRET.hex()), "buyersecret");
        byte[] syncInfo = Wire.ascii("{\"Chunks\":[],\"Perm\":[0]}");
        for (String name : List.of("syncinfojson", "a32chunks", "work")) {
            assertRefusedAtItsBegin("syncinfojson", syncInfo, name);
        }
        assertRefusedAtItsBegin("a32chunks", new byte[0], "a32chunks");
        assertRefusedAtItsBegin("assisturl", Wire.ascii("http://x/"), "assisturl");
    }

    /** The second part is begun and never sent. */
    private void assertRefusedAtItsBegin(String first, byte[] content, String second) throws Exception {
        Socket socket = send("POST", "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n");
        socket.getOutputStream().write(field(first, content));
        socket.getOutputStream()
                .write(Wire.ascii("--b\r\nContent-Disposition: form-data; name=\"" + second + "\"\r\n\r\n"));
        String reason = second.equals("file")
                ? "the part file is unknown"
                : first.equals(second) ? "the part " + first + " comes twice" : "do not go together";
        assertRefused(reason, Wire.read(socket.getInputStream()));
        socket.close();
    }

    @Tag("N2")
    @Test
    void aStrangersWorkLeavesNothingBehind() throws Exception {
        assertRefused("buyersecret does not fit", post(linear(WORK, Secret.of(Wire.ascii("x".repeat(32)))), ""));
        assertEquals(0, store.occupancy().files());
        assertEquals(0, store.occupancy().chunks());
    }

    @Tag("N2")
    @Test
    void theSecretProvesNothingOnceItIsPublished() throws Exception {
        Message result = post(linear(WORK, SECRET), "");
        assertRefused("the work has been sent before", post(linear(Wire.ascii("other work"), SECRET), ""));
        assertRefused("the work has been sent before", post(syncInfo(), ""));
        Message receipt = request("POST", FORM, receipt(Hash.sha256(result.body()), SIGNATURE));
        assertTrue(receipt.hasLine("HTTP/1.1 200 OK"), receipt.head() + receipt.bodyText());
        sale.published.await();
    }

    private static byte[] syncInfo() throws IOException {
        byte[] json = Wire.ascii("{\"Chunks\":[{\"Key\":\"" + Hash.sha256(WORK) + "\",\"Size\":8}],\"Perm\":[0]}");
        return form(field("syncinfojson", json), field("buyersecret", Wire.ascii(SECRET.hex())));
    }

    /** The list that is answered; one bit, with its padding. */
    private int beginSync() throws Exception {
        Message list = post(syncInfo(), "");
        assertTrue(list.hasLine("HTTP/1.1 200 OK"), list.head() + list.bodyText());
        return list.body()[0] & 0xff;
    }

    private Message postChunks(byte[] chunks) throws IOException {
        return post(form(field("chunkdata", chunks)), "");
    }

    /** From another address: chunks come without the secret. */
    private Socket sendChunks(byte[] chunks, int contentLength) throws IOException {
        var socket =
                new Socket(InetAddress.getLoopbackAddress(), endpoints.port(), InetAddress.getByName("127.0.0.2"), 0);
        sockets.add(socket);
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write(Wire.ascii("POST " + endpoint.path() + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + contentLength
                        + "\r\nContent-Type: multipart/form-data; boundary=b\r\n\r\n"));
        socket.getOutputStream().write(chunks);
        return socket;
    }

    private Message strangersChunks(byte[] chunks) throws IOException {
        byte[] body = form(field("chunkdata", chunks));
        return Wire.read(sendChunks(body, body.length).getInputStream());
    }

    @Tag("N2")
    @Test
    void aStrangersChunksEndNothing() throws Exception {
        assertEquals(0x80, beginSync());
        assertRefused("a chunk has 9 bytes instead of 8", strangersChunks(Wire.ascii("\u0012too much!")));
        assertRefused("a chunk is not the one asked for", strangersChunks(Wire.ascii("\u0010the dirt")));
        byte[] begun = form(field("chunkdata", Wire.ascii("\u0010the")));
        sendChunks(java.util.Arrays.copyOf(begun, begun.length - 20), 100_000);
        Message result = postChunks(Wire.ascii("\u0010the work"));
        assertTrue(result.hasLine("HTTP/1.1 200 OK"), result.head() + result.bodyText());
        assertArrayEquals(WORK, sale.work);
        assertEquals(List.of(), List.copyOf(sale.ends));
    }

    @Test
    void theBuyerMaySendItsChunksFromAnotherAddress() throws Exception {
        assertEquals(0x80, beginSync());
        Message result = strangersChunks(Wire.ascii("\u0010the work"));
        assertTrue(result.hasLine("HTTP/1.1 200 OK"), result.head() + result.bodyText());
        assertArrayEquals(WORK, sale.work);
    }

    @Tag("N2")
    @Test
    void whereNoChunkIsAskedForAStrangerGetsNoResult() throws Exception {
        assertSells();
        newSale();
        assertEquals(0, beginSync());
        assertRefused("nothing proves that this is the buyer", strangersChunks(new byte[0]));
        Message result = postChunks(new byte[0]);
        assertTrue(result.hasLine("HTTP/1.1 200 OK"), result.head() + result.bodyText());
    }

    @Test
    void aWrongMethodIsHarmless() throws Exception {
        for (String method : List.of("GET", "PUT", "DELETE", "PATCH")) {
            Message answer = request(method, "", new byte[0]);
            assertTrue(answer.head().startsWith("HTTP/1.1 405 "), answer.head());
        }
        assertSells();
    }

    @Test
    void sixteenMebibytesAtOnceAreTooMuch() throws Exception {
        assertStrangersFault("work has 16777216 bytes or more", linear(new byte[16 << 20], SECRET));
        byte[] most = new byte[(16 << 20) - 1];
        Hash hash = Hash.sha256(most);
        sale = new ScriptedSale(
                new WorkHashes(hash, Hash.sha256(hash.bytes(), SECRET.bytes())), RESULT, SIGNATURE, store);
        endpoint = endpoints.open(sale);
        assertSoldOf(most);
    }

    private void assertSoldOf(byte[] work) throws Exception {
        Message result = post(linear(work, SECRET), "");
        assertTrue(result.hasLine("HTTP/1.1 200 OK"), result.head() + result.bodyText());
        assertArrayEquals(work, sale.work);
    }

    @Test
    void aReceiptMustHaveExactlyItsTypeAndBeForTheResultAndAWrongOneEndsNothing() throws Exception {
        byte[] other = receipt(Hash.sha256(WORK), SIGNATURE);
        assertRefused("there is no result yet", request("POST", FORM, other));
        Message result = post(linear(WORK, SECRET), "");
        Hash hash = Hash.sha256(result.body());
        byte[] good = receipt(hash, SIGNATURE);
        assertRefused("encresulthash is", request("POST", FORM, other));
        assertRefused("is not the buyer's signature", request("POST", FORM, receipt(hash, "another's")));
        assertRefused(
                "neither a form nor form data",
                request("POST", "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\n", good));
        assertRefused("more than 1024 bytes", request("POST", FORM, new byte[2000]));
        assertRefused("encresulthash", request("POST", FORM, Wire.ascii("encresulthash=1&encresulthash=2")));
        Message receipt = request("POST", FORM, good);
        assertTrue(receipt.hasLine("HTTP/1.1 200 OK"), receipt.head() + receipt.bodyText());
        sale.published.await();
        assertEquals(List.of(), List.copyOf(sale.ends));
    }

    private static final String LONG = "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n";

    private Socket begin() throws IOException {
        Socket socket = send("POST", LONG);
        socket.getOutputStream().write(Wire.ascii("--b\r\n"));
        return socket;
    }

    /** Polls: a stranger is let in, and gone, a little later than the test knows; or is not, while a request of ours is. */
    private Message postUntil(String status, Callable<?> before) throws Exception {
        before.call();
        Message answer = post(linear(WORK, SECRET), "");
        for (int i = 0; i < 1000 && !answer.head().startsWith("HTTP/1.1 " + status); i++) {
            Thread.sleep(20);
            before.call();
            answer = post(linear(WORK, SECRET), "");
        }
        return answer;
    }

    @Tag("N2")
    @Test
    void strangersAreCountedAtEachEndpointAndReceiptsApart() throws Exception {
        open(Duration.ofMinutes(1));
        Message result = post(linear(WORK, SECRET), "");
        var strangers = new ArrayList<Socket>();
        assertTrue(postUntil("503 ", () -> strangers.add(begin())).head().startsWith("HTTP/1.1 503 "));
        assertEquals(0, sale.ends.size(), "a refused stranger is no fault");
        Message receipt = request("POST", FORM, receipt(Hash.sha256(result.body()), SIGNATURE));
        assertTrue(receipt.hasLine("HTTP/1.1 200 OK"), "a receipt stands in another queue: " + receipt.head());
        newSale();
        assertSells();
        newSale();
        for (Socket stranger : strangers) {
            stranger.close();
        }
        assertTrue(postUntil("200 ", () -> "").head().startsWith("HTTP/1.1 200 "), "places are given back");
    }

    private void open(Duration life) throws IOException {
        endpoints.close();
        endpoints = Endpoints.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                store,
                new SecureRandom(),
                clock,
                limits(life, Duration.ofSeconds(40)),
                Optional.empty());
        newSale();
    }

    @Tag("N2")
    @Test
    void whoeverProvesNothingInTimeIsGivenUp() throws Exception {
        open(Duration.ofMillis(500));
        Message answer = Wire.read(begin().getInputStream());
        assertRefused("nothing proved in time", answer);
        Socket receipt = send("POST", FORM + "Content-Length: 100\r\n");
        assertRefused("nothing proved in time", Wire.read(receipt.getInputStream()));
        sale.transmitting = new CountDownLatch(1);
        assertRefused("nothing proved in time", post(linear(WORK, SECRET), ""));
        sale.transmitting.countDown();
        open(Duration.ofMinutes(1));
    }

    @Tag("N2")
    @Test
    void theBuyerIsNotHurried() throws Exception {
        open(Duration.ofSeconds(5));
        assertEquals(0x80, beginSync());
        byte[] body = form(field("chunkdata", Wire.ascii("\u0010the work")));
        Socket socket = send(
                "POST", "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: " + body.length + "\r\n");
        socket.getOutputStream().write(body, 0, body.length - 1);
        Thread.sleep(6000);
        socket.getOutputStream().write(body, body.length - 1, 1);
        Message result = Wire.read(socket.getInputStream());
        assertTrue(result.hasLine("HTTP/1.1 200 OK"), result.head() + result.bodyText());
        open(Duration.ofMinutes(1));
    }

    @Test
    void hangingUpAndSilenceEndNothingButTheBuyersOwnSale() throws Exception {
        begin().close();
        Message answer = Wire.read(begin().getInputStream());
        assertRefused("", answer);
        assertSells();
        newSale();
        beginSync();
        begin(form(field("chunkdata", new byte[0]))).close();
        assertTrue(sale.end().startsWith("BUYER: "), "the buyer hung up");
        newSale();
        beginSync();
        begin(form(field("chunkdata", new byte[0])));
        assertTrue(sale.end().startsWith("BUYER: "), "a second of silence");
    }

    private Socket begin(byte[] form) throws IOException {
        Socket socket = send("POST", LONG);
        socket.getOutputStream().write(form, 0, form.length - 8);
        return socket;
    }

    @Tag("N2")
    @Test
    void aSlowSenderIsGivenUp() throws Exception {
        Socket socket = begin();
        Thread.sleep(600);
        clock.move(Duration.ofSeconds(31));
        socket.getOutputStream().write(Wire.ascii("Content"));
        assertRefused("slower than 1000 bytes a second", Wire.read(socket.getInputStream()));
    }

    @Tag("R3")
    @Test
    void bombsAreCutOffWhileTheyAreUnpacked() throws Exception {
        assertStrangersFault("Document length", postGzip(bomb("syncinfojson")));
        assertStrangersFault("a32chunks has more than", postGzip(bomb("a32chunks")));
        assertStrangersFault("work has 16777216 bytes", postGzip(bomb("work")));
        assertStrangersFault("GZIP", postGzip(WORK));
        byte[] cut = gzip(linear(WORK, SECRET));
        assertStrangersFault("", postGzip(java.util.Arrays.copyOf(cut, cut.length / 2)));
        assertStrangersFault("content encoding", post(linear(WORK, SECRET), "Content-Encoding: br\r\n"));
    }

    private Message postGzip(byte[] body) throws IOException {
        return post(body, "Content-Encoding: gzip\r\n");
    }

    private static byte[] bomb(String name) throws IOException {
        byte[] content = new byte[64 << 20];
        if (name.equals("syncinfojson")) {
            java.util.Arrays.fill(content, (byte) ' ');
        }
        return gzip(form(field(name, content)));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    @Tag("N9")
    @Test
    void noWishListIsShownToAStranger() throws Exception {
        try (Assembly nothing = store.assemble(ScriptedSale.BUYER, List.of())) {
            nothing.finish();
        }
        byte[] syncInfo = Wire.ascii("{\"Chunks\":[{\"Key\":\"" + Hash.sha256(WORK) + "\",\"Size\":8}],\"Perm\":[0]}");
        byte[] wrong = Wire.ascii("f".repeat(64));
        assertStrangersFault(
                "buyersecret does not fit", form(field("syncinfojson", syncInfo), field("buyersecret", wrong)));
    }

    @Test
    void aFailingWorkerIsTheWorkersFault() throws Exception {
        sale.workerFailure = new IOException("the worker answers 500");
        Message answer = post(linear(WORK, SECRET), "");
        assertTrue(answer.head().startsWith("HTTP/1.1 500 "), answer.head());
        assertEquals("WORKER: the worker answers 500", sale.end());
    }

    @Test
    void closingEndsWhatIsUnderWay() throws Exception {
        byte[] syncInfo = Wire.ascii("{\"Chunks\":[{\"Key\":\"" + Hash.sha256(WORK) + "\",\"Size\":8}],\"Perm\":["
                + java.util.stream.IntStream.range(0, 256)
                        .mapToObj(Integer::toString)
                        .collect(java.util.stream.Collectors.joining(","))
                + "]}");
        byte[] body = form(field("syncinfojson", syncInfo), field("buyersecret", Wire.ascii(SECRET.hex())));
        Socket socket = send(
                "POST", "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: " + body.length + "\r\n");
        socket.getOutputStream().write(body);
        assertTrue(Wire.readHead(socket.getInputStream()).startsWith("HTTP/1.1 200 "));
        endpoint.close();
        byte[] left = socket.getInputStream().readAllBytes();
        assertFalse(
                new String(left, java.nio.charset.StandardCharsets.ISO_8859_1).endsWith("0\r\n\r\n"),
                "cut off, not ended");
        assertTrue(sale.ends.isEmpty(), "who closes knows why");
    }
}
