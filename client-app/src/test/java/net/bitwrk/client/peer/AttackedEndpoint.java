package net.bitwrk.client.peer;

import net.bitwrk.client.MutableClock;
import net.bitwrk.client.cafs.Limits;
import net.bitwrk.client.cafs.Store;
import net.bitwrk.client.peer.Recording.Message;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.hash.Secret;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A sale, and the requests that anybody can make of its endpoint; whatever a test did, it sells at the end. */
abstract class AttackedEndpoint {
    static final byte[] WORK = Wire.ascii("the work");
    static final byte[] RESULT = Wire.ascii("the result");
    static final Secret SECRET = Secret.of(new byte[32]);
    static final String SIGNATURE = "the buyer's signature";

    @TempDir
    Path directory;

    final MutableClock clock = new MutableClock();
    final List<Socket> sockets = new ArrayList<>();
    Store store;
    Endpoints endpoints;
    ScriptedSale sale;
    Endpoint endpoint;

    @BeforeEach
    void open() throws IOException {
        store = Store.open(directory, new Limits(64 << 20, 32 << 20), clock);
        endpoints = Endpoints.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                store,
                new SecureRandom(),
                clock,
                limits(Duration.ofMinutes(1), Duration.ofSeconds(40)),
                Optional.empty());
        newSale();
    }

    static PeerLimits limits(Duration life, Duration silence) {
        return new PeerLimits(
                1 << 20,
                new Crowd(8, 3, 4, 2, life),
                new Crowd(8, 3, 4, 2, life),
                1000,
                Duration.ofSeconds(30),
                silence,
                silence.dividedBy(2));
    }

    void newSale() {
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

    void assertSells() throws Exception {
        Message result = post(linear(WORK, SECRET), "");
        assertTrue(result.hasLine("HTTP/1.1 200 OK"), result.head() + result.bodyText());
        Message receipt = request("POST", FORM, receipt(Hash.sha256(result.body()), SIGNATURE));
        assertTrue(receipt.hasLine("HTTP/1.1 200 OK"), receipt.head() + receipt.bodyText());
        sale.published.await();
        assertTrue(sale.ends.isEmpty());
    }

    static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";

    static byte[] receipt(Hash hash, String signature) {
        return Wire.ascii("encresulthash=" + hash + "&encresulthashsig=" + signature.replace(' ', '+'));
    }

    static byte[] linear(byte[] work, Secret secret) throws IOException {
        return form(field("work", work), field("buyersecret", Wire.ascii(secret.hex())));
    }

    static byte[] field(String name, byte[] bytes) throws IOException {
        var field = new ByteArrayOutputStream();
        field.write(Wire.ascii("--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n"));
        field.write(bytes);
        field.write(Wire.ascii("\r\n"));
        return field.toByteArray();
    }

    static byte[] form(byte[]... fields) throws IOException {
        var form = new ByteArrayOutputStream();
        for (byte[] field : fields) {
            form.write(field);
        }
        form.write(Wire.ascii("--b--\r\n"));
        return form.toByteArray();
    }

    Message post(byte[] form, String headers) throws IOException {
        return request("POST", "Content-Type: multipart/form-data; boundary=b\r\n" + headers, form);
    }

    Message request(String method, String headers, byte[] body) throws IOException {
        Socket socket = send(method, headers + "Content-Length: " + body.length + "\r\n");
        socket.getOutputStream().write(body);
        return Wire.read(socket.getInputStream());
    }

    Socket send(String method, String headers) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), endpoints.port());
        sockets.add(socket);
        socket.setSoTimeout(50_000);
        socket.getOutputStream()
                .write(Wire.ascii(method + " " + endpoint.path() + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n"));
        return socket;
    }

    void assertStrangersFault(String reason, byte[] form) throws Exception {
        assertStrangersFault(reason, post(form, ""));
    }

    /** The sale goes on. */
    void assertStrangersFault(String reason, Message answer) throws Exception {
        assertRefused(reason, answer);
        assertSells();
        newSale();
    }

    void assertRefused(String reason, Message answer) throws Exception {
        assertTrue(answer.head().startsWith("HTTP/1.1 500 "), answer.head());
        assertTrue(answer.bodyText().contains(reason), answer.bodyText());
        assertEquals(List.of(), List.copyOf(sale.ends));
        Message afterwards = request("OPTIONS", "", new byte[0]);
        assertTrue(afterwards.head().startsWith("HTTP/1.1 200 "), afterwards.head());
    }

    static byte[] syncInfo() throws IOException {
        byte[] json = Wire.ascii("{\"Chunks\":[{\"Key\":\"" + Hash.sha256(WORK) + "\",\"Size\":8}],\"Perm\":[0]}");
        return form(field("syncinfojson", json), field("buyersecret", Wire.ascii(SECRET.hex())));
    }

    /** The list that is answered; one bit, with its padding. */
    int beginSync() throws Exception {
        Message list = post(syncInfo(), "");
        assertTrue(list.hasLine("HTTP/1.1 200 OK"), list.head() + list.bodyText());
        return list.body()[0] & 0xff;
    }

    Message postChunks(byte[] chunks) throws IOException {
        return post(form(field("chunkdata", chunks)), "");
    }

    /** From another address: chunks come without the secret. */
    Socket sendChunks(byte[] chunks, int contentLength) throws IOException {
        var socket =
                new Socket(InetAddress.getLoopbackAddress(), endpoints.port(), InetAddress.getByName("127.0.0.2"), 0);
        sockets.add(socket);
        socket.setSoTimeout(50_000);
        socket.getOutputStream()
                .write(Wire.ascii("POST " + endpoint.path() + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + contentLength
                        + "\r\nContent-Type: multipart/form-data; boundary=b\r\n\r\n"));
        socket.getOutputStream().write(chunks);
        return socket;
    }

    Message strangersChunks(byte[] chunks) throws IOException {
        byte[] body = form(field("chunkdata", chunks));
        return Wire.read(sendChunks(body, body.length).getInputStream());
    }

    static final String LONG = "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n";

    Socket begin() throws IOException {
        Socket socket = send("POST", LONG);
        socket.getOutputStream().write(Wire.ascii("--b\r\n"));
        return socket;
    }

    void open(Duration life) throws IOException {
        open(life, Duration.ofSeconds(40));
    }

    void open(Duration life, Duration silence) throws IOException {
        open(life, silence, new ScheduledExecutorScheduler("timer", true));
    }

    void open(Duration life, Duration silence, Scheduler timer) throws IOException {
        endpoints.close();
        endpoints = Endpoints.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                store,
                new SecureRandom(),
                clock,
                limits(life, silence),
                Optional.empty(),
                timer);
        newSale();
    }
}
