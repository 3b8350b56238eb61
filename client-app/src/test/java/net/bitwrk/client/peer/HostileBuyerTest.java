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
import java.util.zip.GZIPOutputStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Each ends its own sale with a reason, and the next sale goes as if nothing had been. */
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
                new PeerLimits(1 << 20, 3, 2, 1000, Duration.ofSeconds(30), Duration.ofSeconds(1)));
        newSale();
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

    private void assertFault(String reason, byte[] form) throws Exception {
        assertFault(reason, post(form, ""));
    }

    private void assertFault(String reason, Message answer) throws Exception {
        assertTrue(answer.head().startsWith("HTTP/1.1 500 "), answer.head());
        assertTrue(answer.bodyText().contains(reason), answer.bodyText());
        String end = sale.end();
        assertTrue(end.startsWith("BUYER: ") && end.contains(reason), end);
        Message afterwards = request("OPTIONS", "", new byte[0]);
        assertTrue(afterwards.head().startsWith("HTTP/1.1 404 "), afterwards.head());
        newSale();
    }

    @Test
    void anyFaultIsAnsweredWith500AndTheEndpointIsGone() throws Exception {
        assertFault("the work has the hash", linear(Wire.ascii("other work"), SECRET));
        assertFault("buyersecret does not fit", linear(WORK, Secret.of(Wire.ascii("x".repeat(32)))));
        assertFault("buyersecret is not 64", form(field("work", WORK), field("buyersecret", Wire.ascii("00"))));
        assertFault("a field has 65 bytes", form(field("work", WORK), field("buyersecret", new byte[1000])));
        assertFault("do not go together", form(field("work", WORK)));
        assertFault("do not go together", form());
        assertFault("the part work comes twice", form(field("work", WORK), field("work", WORK)));
        assertFault("the part file is unknown", form(field("file", WORK)));
        assertFault("chunkdata comes before", form(field("chunkdata", WORK)));
        assertFault("something follows", form(field("work", WORK), Wire.ascii("--b--\r\nmore")));
        assertFault("sync info", form(field("syncinfojson", Wire.ascii("{")), field("buyersecret", WORK)));
        assertFault("ends within a key", form(field("a32chunks", WORK), field("buyersecret", WORK)));
        assertFault("neither a form nor form data", request("POST", "Content-Type: text/plain\r\n", WORK));
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
        assertFault("work has 16777216 bytes or more", linear(new byte[16 << 20], SECRET));
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
    void aReceiptMustHaveExactlyItsTypeAndBeForTheResult() throws Exception {
        byte[] form = receipt(Hash.sha256(WORK), SIGNATURE);
        assertFault("there is no result yet", request("POST", FORM, form));
        post(linear(WORK, SECRET), "");
        assertFault("encresulthash is", request("POST", FORM, form));
        Message result = post(linear(WORK, SECRET), "");
        assertFault(
                "is not the buyer's signature",
                request("POST", FORM, receipt(Hash.sha256(result.body()), "another's")));
        result = post(linear(WORK, SECRET), "");
        byte[] good = receipt(Hash.sha256(result.body()), SIGNATURE);
        assertFault(
                "neither a form nor form data",
                request("POST", "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\n", good));
        assertFault("more than 1024 bytes", request("POST", FORM, new byte[2000]));
        assertFault("encresulthash", request("POST", FORM, Wire.ascii("encresulthash=1&encresulthash=2")));
    }

    @Tag("N2")
    @Test
    void strangersAreCounted() throws Exception {
        String length = "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n";
        Socket first = send("POST", length);
        Socket second = send("POST", length);
        first.getOutputStream().write(Wire.ascii("--b\r\n"));
        second.getOutputStream().write(Wire.ascii("--b\r\n"));
        Message third = post(linear(WORK, SECRET), "");
        for (int i = 0; i < 20 && !third.head().startsWith("HTTP/1.1 503 "); i++) {
            newSale();
            third = post(linear(WORK, SECRET), "");
        }
        assertTrue(third.head().startsWith("HTTP/1.1 503 "), third.head());
        assertEquals(0, sale.ends.size(), "a refused stranger is no fault");
        first.close();
        second.close();
        Message last = third;
        for (int i = 0; i < 100 && !last.head().startsWith("HTTP/1.1 200 "); i++) {
            Thread.sleep(20);
            newSale();
            last = post(linear(WORK, SECRET), "");
        }
        assertTrue(last.head().startsWith("HTTP/1.1 200 "), "places are given back");
    }

    @Test
    void hangingUpAndSilenceEndTheSale() throws Exception {
        String headers = "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n";
        Socket socket = send("POST", headers);
        socket.getOutputStream().write(Wire.ascii("--b\r\n"));
        socket.close();
        assertTrue(sale.end().startsWith("BUYER: "));
        newSale();
        send("POST", headers).getOutputStream().write(Wire.ascii("--b\r\n"));
        assertTrue(sale.end().startsWith("BUYER: "), "a second of silence");
    }

    @Tag("N2")
    @Test
    void aSlowSenderIsGivenUp() throws Exception {
        Socket socket = send("POST", "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n");
        socket.getOutputStream().write(Wire.ascii("--b\r\n"));
        Thread.sleep(200);
        clock.move(Duration.ofSeconds(31));
        socket.getOutputStream().write(Wire.ascii("Content"));
        assertTrue(sale.end().contains("slower than 1000 bytes a second"));
    }

    @Tag("R3")
    @Test
    void bombsAreCutOffWhileTheyAreUnpacked() throws Exception {
        assertFault("Document length", postGzip(bomb("syncinfojson")));
        assertFault("a32chunks has more than", postGzip(bomb("a32chunks")));
        assertFault("work has 16777216 bytes", postGzip(bomb("work")));
        assertFault("GZIP", postGzip(WORK));
        byte[] cut = gzip(linear(WORK, SECRET));
        assertFault("", postGzip(java.util.Arrays.copyOf(cut, cut.length / 2)));
        assertFault("content encoding", post(linear(WORK, SECRET), "Content-Encoding: br\r\n"));
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
        assertFault("buyersecret does not fit", form(field("syncinfojson", syncInfo), field("buyersecret", wrong)));
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
