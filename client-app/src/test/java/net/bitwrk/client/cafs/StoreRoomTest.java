package net.bitwrk.client.cafs;

import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.Test;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What goes when there is no room, what stays, and what is refused. */
final class StoreRoomTest extends OpenStore {
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
}
