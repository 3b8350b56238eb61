package net.bitwrk.client.peer;

import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.client.peer.Recording.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Our buyer buys from sellers that can do less than ours: whole files, the older list, no chunks. */
@Timeout(60)
final class LesserSellerTest extends AtScriptedSeller {
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
            script.get(60, TimeUnit.SECONDS);
            whole.get(60, TimeUnit.SECONDS);
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
            assertTrue(secondIsThere.await(50, TimeUnit.SECONDS));
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
            script.get(60, TimeUnit.SECONDS);
            list.get(60, TimeUnit.SECONDS);
            chunks.get(60, TimeUnit.SECONDS);
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
            script.get(60, TimeUnit.SECONDS);
        }
    }
}
