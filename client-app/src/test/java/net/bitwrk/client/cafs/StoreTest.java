package net.bitwrk.client.cafs;

import net.bitwrk.client.Cuts;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What is put into a store comes out of it again, and nothing else. */
final class StoreTest extends OpenStore {
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
}
