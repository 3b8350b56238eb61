package net.bitwrk.client.sync;

import net.bitwrk.client.cafs.Chunk;
import net.bitwrk.protocol.hash.Hash;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import static net.bitwrk.client.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a hostile or broken peer may put into the two streams, and how the two keep pace. */
final class ChunkFlowTest {
    private static final byte[] ONE = "one".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] THREE = "three".getBytes(StandardCharsets.US_ASCII);
    private static final SyncInfo TWO_CHUNKS = new SyncInfo(List.of(chunk(ONE), chunk(THREE)), Permutation.PLAIN);

    @Test
    void takesTheChunksAskedFor() throws IOException {
        var taken = new ArrayList<Hash>();
        receive("\6one\12three", taken);
        assertEquals(List.of(chunk(ONE).key(), chunk(THREE).key()), taken);
    }

    @Tag("N4")
    @Test
    void refusesChunkDataThatDoesNotFit() {
        assertRefused("\6one\12thr", "ends within a chunk");
        assertRefused("\6one", "ends within a size");
        assertRefused("", "ends within a size");
        assertRefused("\6one\12three\0", "goes on after the last chunk");
        assertRefused("\6ONE\12three", "not the one asked for");
        assertRefused("\10one!\12three", "has 4 bytes instead of 3");
        assertRefused("\5one\12three", "negative");
    }

    @Tag("N4")
    @Test
    void anEndlessStreamEndsWithTheChunkThatIsTooLong() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 0x7e;
            }
        };
        Wishlist all = Wishlist.of(TWO_CHUNKS, key -> false);
        assertThrows(SyncBroken.class, () -> ChunkReceiver.receive(endless, all, new Window(), (key, bytes) -> {}));
    }

    @Test
    void theSenderRefusesAListThatIsTooLongOrTooShortOrAsksForNothing() {
        assertThrows(IOException.class, () -> send(TWO_CHUNKS));
        assertThrows(SyncBroken.class, () -> send(TWO_CHUNKS, 0xc0, 0));
        assertThrows(SyncBroken.class, () -> send(TWO_CHUNKS, 0xe0));
        var shuffled = new SyncInfo(TWO_CHUNKS.chunks(), Permutation.of(1, 0));
        assertThrows(SyncBroken.class, () -> send(shuffled, 0x80));
    }

    @Test
    void theSenderSendsNothingThatIsNotAskedFor() throws IOException {
        assertEquals("\12three", send(TWO_CHUNKS, 0x40));
        assertEquals("", send(TWO_CHUNKS, 0));
    }

    @Test
    void theListStopsAfterFourBytesUntilChunksCome() throws Exception {
        Map<Hash, byte[]> file = manyChunks(100);
        var syncInfo =
                new SyncInfo(file.values().stream().map(ChunkFlowTest::chunk).toList(), Permutation.PLAIN);
        Wishlist wishlist = Wishlist.of(syncInfo, key -> false);
        var window = new Window();
        var list = new ByteArrayOutputStream();
        var thread = Executors.newSingleThreadExecutor();
        var written = thread.submit(() -> {
            WishlistWriter.write(wishlist, window, list);
            return null;
        });
        eventually(() -> list.size() >= 4);
        assertThrows(java.util.concurrent.TimeoutException.class, () -> written.get(200, TimeUnit.MILLISECONDS));
        assertEquals(4, list.size());
        window.taken(8);
        eventually(() -> list.size() >= 5);
        assertThrows(java.util.concurrent.TimeoutException.class, () -> written.get(200, TimeUnit.MILLISECONDS));
        assertEquals(5, list.size());
        window.close();
        assertThrows(java.util.concurrent.ExecutionException.class, () -> written.get(60, TimeUnit.SECONDS));
        thread.shutdown();
    }

    @Test
    @Timeout(30)
    void listAndChunksFlowTogetherWithoutWaitingForEver() throws Exception {
        Map<Hash, byte[]> file = manyChunks(3000);
        var syncInfo = new SyncInfo(
                file.values().stream().map(ChunkFlowTest::chunk).toList(), Permutation.random(new Random(1)));
        Wishlist wishlist = Wishlist.of(syncInfo, key -> false);
        var window = new Window();
        var received = new HashMap<Hash, byte[]>();
        var listIn = new PipedInputStream(64);
        var listOut = new PipedOutputStream(listIn);
        var dataIn = new PipedInputStream(64);
        var dataOut = new PipedOutputStream(dataIn);
        var threads = Executors.newFixedThreadPool(2);
        var listing = threads.submit(() -> {
            try (listOut) {
                WishlistWriter.write(wishlist, window, listOut);
            }
            return null;
        });
        var sending = threads.submit(() -> {
            try (dataOut) {
                ChunkSender.send(syncInfo, listIn, file::get, dataOut);
            }
            return null;
        });
        ChunkReceiver.receive(dataIn, wishlist, window, received::put);
        listing.get(60, TimeUnit.SECONDS);
        sending.get(60, TimeUnit.SECONDS);
        threads.shutdown();
        assertEquals(file.keySet(), received.keySet());
    }

    private static void assertRefused(String data, String reason) {
        var refused = assertThrows(IOException.class, () -> receive(data, new ArrayList<>()));
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    private static void receive(String data, List<Hash> taken) throws IOException {
        ChunkReceiver.receive(
                new ByteArrayInputStream(data.getBytes(StandardCharsets.ISO_8859_1)),
                Wishlist.of(TWO_CHUNKS, key -> false),
                new Window(),
                (key, bytes) -> taken.add(key));
    }

    private static String send(SyncInfo syncInfo, int... list) throws IOException {
        byte[] bytes = new byte[list.length];
        for (int i = 0; i < list.length; i++) {
            bytes[i] = (byte) list[i];
        }
        var out = new ByteArrayOutputStream();
        ChunkSender.send(
                syncInfo,
                new ByteArrayInputStream(bytes),
                key -> key.equals(chunk(ONE).key()) ? ONE : THREE,
                out);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static Map<Hash, byte[]> manyChunks(int count) {
        var chunks = new java.util.LinkedHashMap<Hash, byte[]>();
        for (int i = 0; i < count; i++) {
            byte[] bytes = ("chunk " + i).getBytes(StandardCharsets.US_ASCII);
            chunks.put(Hash.sha256(bytes), bytes);
        }
        return chunks;
    }

    private static Chunk chunk(byte[] bytes) {
        return new Chunk(Hash.sha256(bytes), bytes.length);
    }
}
