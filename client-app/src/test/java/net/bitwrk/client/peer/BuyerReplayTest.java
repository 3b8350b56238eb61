package net.bitwrk.client.peer;

import net.bitwrk.client.cafs.FileWriter;
import net.bitwrk.client.cafs.Owner;
import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.client.peer.Recording.Event;
import net.bitwrk.client.peer.Recording.Message;
import net.bitwrk.protocol.hash.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Our buyer buys from the recorded 0.7 seller. */
@Timeout(60)
final class BuyerReplayTest extends AtScriptedSeller {
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
            script.get(60, TimeUnit.SECONDS);
            receipt.get(60, TimeUnit.SECONDS);
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
            assertTrue(secondIsThere.await(50, TimeUnit.SECONDS), "no second request while the list waits for it");
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
                step.get(60, TimeUnit.SECONDS);
            }
            assertResult(recording, result);
        }
    }
}
