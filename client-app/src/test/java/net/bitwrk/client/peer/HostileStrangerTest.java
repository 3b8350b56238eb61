package net.bitwrk.client.peer;

import net.bitwrk.client.cafs.Assembly;
import net.bitwrk.client.peer.Recording.Message;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.hash.Secret;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;

import static net.bitwrk.client.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Whoever does not prove to be the buyer ends nothing, leaves nothing, and is bounded in number and in time. */
@Timeout(60)
final class HostileStrangerTest extends AttackedEndpoint {
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
        var timer = new ManualScheduler();
        Duration life = Duration.ofSeconds(61);
        open(life, Duration.ofMinutes(5), timer);
        assertEquals(0x80, beginSync());
        byte[] body = form(field("chunkdata", Wire.ascii("\u0010the work")));
        Socket socket = send(
                "POST", "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: " + body.length + "\r\n");
        socket.getOutputStream().write(body, 0, body.length - 1);
        // It is let in as a stranger, and proves to be the buyer as soon as its chunks begin.
        eventually(() -> timer.planned(life) == 2 && timer.waiting(life) == 0);
        assertEquals(0, timer.elapse(life));
        socket.getOutputStream().write(body, body.length - 1, 1);
        Message result = Wire.read(socket.getInputStream());
        assertTrue(result.hasLine("HTTP/1.1 200 OK"), result.head() + result.bodyText());
        open(Duration.ofMinutes(1));
    }

    @Tag("N2")
    @Test
    void aSlowSenderIsGivenUp() throws Exception {
        open(Duration.ofMinutes(1));
        int asked = clock.asked();
        Socket socket = begin();
        // When the transfer begins, and when its first bytes have been read.
        eventually(() -> clock.asked() >= asked + 2);
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
}
