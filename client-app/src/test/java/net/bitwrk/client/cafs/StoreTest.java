package net.bitwrk.client.cafs;

import net.bitwrk.client.Cuts;
import net.bitwrk.client.MutableClock;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class StoreTest {
    private static final int MIB = 1 << 20;
    private static final Limits LIMITS = new Limits(8 * MIB, 6 * MIB);
    private static final Owner ALICE = Owner.buyer("alice");
    private static final Owner BOB = Owner.buyer("bob");

    @TempDir
    Path directory;

    private final MutableClock clock = new MutableClock();
    private Store store;

    @BeforeEach
    void open() throws IOException {
        store = Store.open(directory, LIMITS, clock);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 128, 1000, 131_072, 131_073, 700_000, 3_000_000})
    void givesBackWhatItTookBeforeAndAfterItIsReopened(int length) throws IOException {
        byte[] file = Vectors.stream("store", length);
        StoredFile stored = put(Owner.OWN, file);
        assertEquals(Hash.sha256(file), stored.key());
        assertEquals(length, stored.size());
        assertEquals(Cuts.chunks(file), stored.chunks());
        assertArrayEquals(file, read(stored));
        reopen();
        assertEquals(stored, store.find(stored.key()).orElseThrow());
        assertArrayEquals(file, read(stored));
    }

    @Test
    void keepsEqualChunksOnce() throws IOException {
        byte[] file = Vectors.stream("once", MIB);
        put(Owner.OWN, file);
        Occupancy before = store.occupancy();
        put(Owner.OWN, file);
        assertEquals(before, store.occupancy());
        byte[] longer = Arrays.copyOf(file, MIB + 1);
        put(Owner.OWN, longer);
        assertTrue(store.occupancy().liveBytes() < before.liveBytes() + 200_000);
        put(Owner.OWN, new byte[MIB]);
        assertTrue(store.occupancy().liveBytes() < before.liveBytes() + 500_000);
    }

    @Tag("N9")
    @Test
    void ownersDoNotSeeEachOthersChunks() throws IOException {
        byte[] file = Vectors.stream("secret", 1000);
        StoredFile stored = put(ALICE, file);
        assertTrue(store.holds(ALICE, stored.key()));
        assertFalse(store.holds(BOB, stored.key()));
        assertFalse(store.holds(Owner.OWN, stored.key()));
        assertTrue(store.find(stored.key()).isEmpty());
        assertThrows(NoSuchFileException.class, () -> store.open(stored.key()));
        assertThrows(NoSuchFileException.class, () -> store.readChunk(BOB, stored.key()));
        try (Assembly assembly = store.assemble(BOB, stored.chunks())) {
            assertFalse(assembly.isHeld(stored.key()));
            assertThrows(IOException.class, assembly::finish);
        }
        reopen();
        assertTrue(store.find(stored.key()).isEmpty());
        assertTrue(store.find(ALICE, stored.key()).isPresent());
    }

    @Test
    void dropsTheFilesUnusedForLongest() throws IOException {
        StoredFile used = put(Owner.OWN, Vectors.stream("used", MIB));
        StoredFile unused = put(Owner.OWN, Vectors.stream("unused", MIB));
        for (int i = 0; i < 40; i++) {
            assertTrue(store.find(used.key()).isPresent());
            put(Owner.OWN, Vectors.stream("more-" + i, MIB / 2));
            assertTrue(store.occupancy().diskBytes() <= LIMITS.maxBytes());
            assertTrue(bytesOnDisk() <= LIMITS.maxBytes());
        }
        assertTrue(store.find(unused.key()).isEmpty());
        assertArrayEquals(Vectors.stream("used", MIB), read(used));
        assertTrue(store.occupancy().files() >= 8, "not more is dropped than is necessary");
        reopen();
        assertArrayEquals(Vectors.stream("used", MIB), read(used));
    }

    @Test
    void aChunkStaysAsLongAsOneFileHasIt() throws IOException {
        byte[] file = Vectors.stream("shared", MIB);
        put(Owner.OWN, file);
        StoredFile second = put(Owner.OWN, Arrays.copyOf(file, MIB + 5));
        for (int i = 0; i < 30; i++) {
            store.find(second.key()).orElseThrow();
            put(Owner.OWN, Vectors.stream("fill-" + i, MIB / 2));
        }
        assertArrayEquals(Arrays.copyOf(file, MIB + 5), read(second));
    }

    @Test
    void whatIsKeptStaysForItsTimeAndNoLonger() throws IOException {
        StoredFile kept;
        try (FileWriter writer = store.put(Owner.OWN, Duration.ofHours(24))) {
            writer.write(Vectors.stream("kept", 1000));
            kept = writer.finish();
        }
        StoredFile keptLater = put(Owner.OWN, Vectors.stream("later", 1000));
        store.keep(Owner.OWN, keptLater.key(), Duration.ofHours(24));
        reopen();
        clock.move(Duration.ofHours(24).minusMillis(1));
        fill("early");
        assertArrayEquals(Vectors.stream("kept", 1000), read(kept));
        assertArrayEquals(Vectors.stream("later", 1000), read(keptLater));
        clock.move(Duration.ofMillis(1));
        fill("late");
        assertTrue(store.find(kept.key()).isEmpty());
        assertTrue(store.find(keptLater.key()).isEmpty());
    }

    @Test
    void isKeptForItsTimeFromTheEndOfItsUploadOn() throws IOException {
        StoredFile slow;
        try (FileWriter writer = store.put(Owner.OWN, Duration.ofSeconds(5))) {
            writer.write(Vectors.stream("begin", MIB / 2));
            clock.move(Duration.ofMinutes(10));
            writer.write(Vectors.stream("end", MIB / 2));
            slow = writer.finish();
        }
        clock.move(Duration.ofSeconds(5).minusMillis(1));
        fill("just in time");
        assertTrue(store.find(slow.key()).isPresent());
        clock.move(Duration.ofMillis(1));
        fill("too late");
        assertTrue(store.find(slow.key()).isEmpty());
    }

    @Test
    void whatKeptFilesShareCountsOnce() throws IOException {
        fill("before");
        byte[] shared = Vectors.stream("shared", 3 * MIB);
        keep(shared);
        keep(Arrays.copyOf(shared, 3 * MIB + 1));
        StoredFile third = keep(Vectors.stream("third", 3 * MIB));
        assertArrayEquals(Vectors.stream("third", 3 * MIB), read(third));
    }

    @Test
    void whatIsHeldIsNotDropped() throws IOException {
        StoredFile held = put(Owner.OWN, Vectors.stream("held", MIB));
        Closeable hold = store.hold(held);
        fill("around");
        assertArrayEquals(Vectors.stream("held", MIB), read(held));
        hold.close();
        fill("after");
        assertTrue(store.find(held.key()).isEmpty());
        assertThrows(NoSuchFileException.class, () -> store.hold(held));
    }

    @Test
    void whatIsPromisedToOneIsNotGivenToAnother() throws IOException {
        keep(Vectors.stream("kept", 2 * MIB));
        try (FileWriter writer = store.put(Owner.OWN, Duration.ofHours(1), 4 * MIB)) {
            assertThrows(StoreFull.class, () -> keep(Vectors.stream("another", 3 * MIB)));
            fill("meanwhile", MIB / 2);
            writer.write(Vectors.stream("promised", 4 * MIB));
            StoredFile promised = writer.finish();
            assertArrayEquals(Vectors.stream("promised", 4 * MIB), read(promised));
        }
        assertTrue(store.occupancy().diskBytes() <= LIMITS.maxBytes());
        FileWriter abandoned = store.put(Owner.OWN, Duration.ofHours(1), MIB);
        assertThrows(StoreFull.class, () -> store.put(Owner.OWN, Duration.ofHours(1), MIB));
        abandoned.close();
        store.put(Owner.OWN, Duration.ofHours(1), MIB).close();
    }

    @Test
    void promisesNoRoomThatThereIsNot() throws IOException {
        keep(Vectors.stream("kept", 5 * MIB));
        var refused = assertThrows(StoreFull.class, () -> store.put(Owner.OWN, Duration.ZERO, 3 * MIB));
        assertTrue(
                refused.getMessage()
                        .matches("the store is full: \\d+ more bytes wanted, 5242880 are in use or kept,"
                                + " 0 promised, 7864320 are allowed \\(-store-size\\)"),
                refused.getMessage());
        var tooLarge = assertThrows(StoreFull.class, () -> store.put(Owner.OWN, Duration.ZERO, 6 * MIB + 1));
        assertTrue(tooLarge.getMessage().contains("-store-size"), tooLarge.getMessage());
    }

    @Test
    void aFileThatIsBeingReadIsNotDropped() throws IOException {
        byte[] file = Vectors.stream("read", MIB);
        StoredFile stored = put(Owner.OWN, file);
        try (InputStream reading = store.open(stored.key())) {
            fill("around");
            assertArrayEquals(file, reading.readAllBytes());
        }
        fill("after");
        assertTrue(store.find(stored.key()).isEmpty());
    }

    @Test
    void refusesWhatIsTooLargeAndLeavesNothingOfIt() throws IOException {
        StoredFile small = put(Owner.OWN, Vectors.stream("small", 10));
        Occupancy before = store.occupancy();
        var refused = assertThrows(StoreFull.class, () -> put(Owner.OWN, new byte[6 * MIB + 1]));
        assertEquals("the file is too large, 6291456 bytes are allowed", refused.getMessage());
        assertEquals(before.liveBytes(), store.occupancy().liveBytes());
        var chunk = new Chunk(small.key(), Chunk.MAX_SIZE);
        assertThrows(StoreFull.class, () -> store.assemble(ALICE, java.util.Collections.nCopies(49, chunk)));
    }

    @Test
    void refusesWhereEverythingIsKept() throws IOException {
        try (FileWriter writer = store.put(Owner.OWN, Duration.ofHours(1))) {
            writer.write(Vectors.stream("big", 5 * MIB));
            writer.finish();
        }
        StoredFile bystander = put(Owner.OWN, Vectors.stream("bystander", 10));
        Occupancy before = store.occupancy();
        var refused = assertThrows(
                StoreFull.class,
                () -> store.assemble(
                        ALICE,
                        List.copyOf(java.util.Collections.nCopies(24, new Chunk(bystander.key(), Chunk.MAX_SIZE)))));
        assertTrue(refused.getMessage().startsWith("the store is full"), refused.getMessage());
        assertEquals(before, store.occupancy());
        assertThrows(StoreFull.class, () -> put(Owner.OWN, Vectors.stream("another", 5 * MIB)));
        assertTrue(store.occupancy().liveBytes() <= before.liveBytes());
        put(Owner.OWN, Vectors.stream("fits", MIB));
    }

    @Test
    void anAbandonedFileLeavesNothing() throws IOException {
        Occupancy before = store.occupancy();
        try (FileWriter writer = store.put(Owner.OWN)) {
            writer.write(Vectors.stream("abandoned", 2 * MIB));
        }
        assertEquals(before.liveBytes(), store.occupancy().liveBytes());
        assertEquals(0, store.occupancy().chunks());
    }

    @Test
    void aFileComesTogetherFromChunksInAnyOrder() throws IOException {
        byte[] file = Vectors.stream("apart", 400_000);
        put(ALICE, Arrays.copyOf(file, 200_000));
        try (Assembly assembly = store.assemble(ALICE, Cuts.chunks(file))) {
            var missing = new java.util.ArrayList<>(Cuts.byKey(file).entrySet());
            int all = missing.size();
            missing.removeIf(piece -> assembly.isHeld(piece.getKey()));
            assertTrue(missing.size() < all - 5, "half the file was there");
            java.util.Collections.reverse(missing);
            for (var piece : missing) {
                assembly.put(piece.getKey(), piece.getValue());
            }
            assertEquals(Hash.sha256(file), assembly.finish().key());
        }
        try (InputStream in = store.open(ALICE, Hash.sha256(file))) {
            assertArrayEquals(file, in.readAllBytes());
        }
    }

    @Test
    void anAssemblyWithAMissingChunkIsNoFile() throws IOException {
        byte[] file = Vectors.stream("hole", 200_000);
        Occupancy before = store.occupancy();
        try (Assembly assembly = store.assemble(ALICE, Cuts.chunks(file))) {
            var piece = Cuts.byKey(file).entrySet().iterator().next();
            assembly.put(piece.getKey(), piece.getValue());
            assertThrows(IOException.class, assembly::finish);
        }
        assertTrue(store.find(ALICE, Hash.sha256(file)).isEmpty());
        assertEquals(before.liveBytes(), store.occupancy().liveBytes());
    }

    @Tag("O1")
    @Test
    void aFullDiskLosesOnlyWhatDidNotFit() throws IOException {
        store.close();
        var disk = new FillingDisk(2 * MIB);
        store = disk.open(directory, LIMITS, clock);
        StoredFile before = put(Owner.OWN, Vectors.stream("before", MIB));
        var refused = assertThrows(IOException.class, () -> put(Owner.OWN, Vectors.stream("beyond", 2 * MIB)));
        assertEquals("the store cannot write: No space left on device", refused.getMessage());
        assertArrayEquals(Vectors.stream("before", MIB), read(before));
        disk.hasRoomFor(4 * MIB);
        StoredFile after = put(Owner.OWN, Vectors.stream("beyond", 2 * MIB));
        reopen();
        assertArrayEquals(Vectors.stream("before", MIB), read(before));
        assertArrayEquals(Vectors.stream("beyond", 2 * MIB), read(after));
        assertEquals(2, store.occupancy().files());
    }

    @Test
    void whatAKilledProcessLeftAtTheEndIsCutOff() throws IOException {
        StoredFile stored = put(Owner.OWN, Vectors.stream("whole", 300_000));
        store.close();
        Path pack = packs().get(0);
        long size = Files.size(pack);
        Files.write(
                pack,
                Arrays.copyOf(
                        Records.chunkHead(new OwnedKey(ALICE, stored.key()), 5000)
                                .array(),
                        500),
                StandardOpenOption.APPEND);
        store = Store.open(directory, LIMITS, clock);
        assertEquals(size, Files.size(pack));
        assertArrayEquals(Vectors.stream("whole", 300_000), read(stored));
        StoredFile next = put(Owner.OWN, Vectors.stream("next", 10));
        reopen();
        assertArrayEquals(Vectors.stream("next", 10), read(next));
    }

    @Test
    void aDamagedChunkIsNeverGivenOut() throws IOException {
        StoredFile stored = put(Owner.OWN, Vectors.stream("damaged", 1000));
        store.close();
        Path pack = packs().get(0);
        byte[] bytes = Files.readAllBytes(pack);
        bytes[Records.HEAD + 500] ^= 1;
        Files.write(pack, bytes);
        store = Store.open(directory, LIMITS, clock);
        assertThrows(IOException.class, () -> read(stored));
    }

    @Test
    void anInterruptedThreadDoesNotCloseTheStoreForOthers() throws IOException {
        StoredFile stored = put(Owner.OWN, Vectors.stream("calm", 1000));
        Thread.currentThread().interrupt();
        put(Owner.OWN, Vectors.stream("interrupted", 1000));
        read(stored);
        assertTrue(Thread.interrupted());
        assertArrayEquals(Vectors.stream("calm", 1000), read(stored));
    }

    @Test
    void isOpenOnceOnly() {
        var refused = assertThrows(IOException.class, () -> Store.open(directory, LIMITS, clock));
        assertTrue(refused.getMessage().startsWith("the store is in use by another client"), refused.getMessage());
    }

    private void fill(String seed) throws IOException {
        fill(seed, MIB);
    }

    private void fill(String seed, int size) throws IOException {
        for (int i = 0; i < 16; i++) {
            put(Owner.OWN, Vectors.stream(seed + i, size));
        }
    }

    private StoredFile keep(byte[] file) throws IOException {
        try (FileWriter writer = store.put(Owner.OWN, Duration.ofHours(1))) {
            writer.write(file);
            return writer.finish();
        }
    }

    private StoredFile put(Owner owner, byte[] file) throws IOException {
        try (FileWriter writer = store.put(owner)) {
            for (int from = 0; from < file.length; from += 10_000) {
                writer.write(file, from, Math.min(10_000, file.length - from));
            }
            return writer.finish();
        }
    }

    private byte[] read(StoredFile file) throws IOException {
        try (InputStream in = store.open(file.owner(), file.key())) {
            return in.readAllBytes();
        }
    }

    private void reopen() throws IOException {
        store.close();
        store = Store.open(directory, LIMITS, clock);
    }

    private List<Path> packs() throws IOException {
        try (var paths = Files.list(directory.resolve("packs"))) {
            return paths.sorted().toList();
        }
    }

    private long bytesOnDisk() throws IOException {
        long bytes = 0;
        for (Path pack : packs()) {
            bytes += Files.size(pack);
        }
        return bytes;
    }
}
