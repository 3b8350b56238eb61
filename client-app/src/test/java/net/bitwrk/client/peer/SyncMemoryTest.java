package net.bitwrk.client.peer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Who has to go where many strangers want more memory than there is. */
@Tag("N3")
@Timeout(60)
final class SyncMemoryTest {
    private static final Source FLOOD = new Source("flood");
    private static final Source OTHER = new Source("other");
    private static final Source BUYER = new Source("buyer");

    private final SyncMemory memory = new SyncMemory(100);
    private final List<String> gone = new ArrayList<>();

    /** One that goes as soon as it is asked to. */
    private SyncMemory.Share share(Source source, String name) {
        var self = new SyncMemory.Share[1];
        self[0] = memory.share(source, () -> {
            gone.add(name);
            CompletableFuture.runAsync(self[0]::close);
        });
        return self[0];
    }

    @Test
    void theOldestOfTheSourceWithTheMostGoes() throws IOException {
        share(OTHER, "other").take(30);
        share(FLOOD, "flood 1").take(20);
        share(FLOOD, "flood 2").take(20);
        share(FLOOD, "flood 3").take(20);
        share(BUYER, "buyer").take(10);
        assertEquals(List.of(), gone);
        share(BUYER, "buyer 2").take(10);
        assertEquals(List.of("flood 1"), gone);
        share(BUYER, "buyer 3").take(25);
        assertEquals("flood 1", gone.get(0));
        assertEquals(2, gone.size(), gone.toString());
    }

    @Test
    void aFloodHarmsItselfAlone() throws IOException {
        share(BUYER, "buyer").take(40);
        for (int i = 0; i < 20; i++) {
            share(FLOOD, "flood " + i).take(50);
        }
        assertEquals(19, gone.size());
        assertFalse(gone.contains("buyer"));
    }

    @Test
    void whoeverIsTheLargestItselfIsRefused() throws IOException {
        share(OTHER, "other").take(40);
        SyncMemory.Share greedy = share(FLOOD, "greedy");
        greedy.take(60);
        assertEquals(
                SyncMemory.TOO_MUCH,
                assertThrows(PeerFault.class, () -> greedy.take(1)).getMessage());
        assertEquals(List.of("greedy"), gone);
    }

    @Test
    void waitsUntilTheMemoryIsReallyGivenBack() throws Exception {
        var asked = new CountDownLatch(1);
        SyncMemory.Share slow = memory.share(FLOOD, asked::countDown);
        slow.take(100);
        var taken = new CompletableFuture<Void>();
        var taker = new Thread(() -> {
            try {
                share(BUYER, "buyer").take(50);
                taken.complete(null);
            } catch (IOException e) {
                taken.completeExceptionally(e);
            }
        });
        taker.start();
        asked.await();
        assertFalse(taken.isDone());
        assertThrows(PeerFault.class, () -> slow.take(1));
        slow.close();
        taken.get(30, TimeUnit.SECONDS);
    }

    @Test
    void whoeverHasProvedToBeNoStrangerIsNotCounted() throws IOException {
        SyncMemory.Share buyer = share(BUYER, "buyer");
        buyer.take(90);
        buyer.close();
        buyer.take(1000);
        share(FLOOD, "flood").take(100);
        assertEquals(List.of(), gone);
    }
}
