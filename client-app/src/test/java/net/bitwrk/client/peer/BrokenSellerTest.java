package net.bitwrk.client.peer;

import net.bitwrk.client.cafs.StoredFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Our buyer at sellers that refuse, hang up, send too much, or do not answer. */
@Timeout(60)
final class BrokenSellerTest extends AtScriptedSeller {
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
            script.get(60, TimeUnit.SECONDS);
        }
        sellers.close();
        try (var left = Files.list(directory.resolve("spool"))) {
            assertEquals(0, left.count(), "nothing is left of a result that did not come");
        }
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
