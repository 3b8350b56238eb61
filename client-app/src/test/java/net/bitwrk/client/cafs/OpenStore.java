package net.bitwrk.client.cafs;

import net.bitwrk.client.MutableClock;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A small store that is open, and short ways to fill it and to look into it. */
abstract class OpenStore {
    static final int MIB = 1 << 20;
    static final Limits LIMITS = new Limits(8 * MIB, 6 * MIB);
    static final Owner ALICE = Owner.buyer("alice");
    static final Owner BOB = Owner.buyer("bob");

    @TempDir
    Path directory;

    final MutableClock clock = new MutableClock();
    Store store;

    @BeforeEach
    void open() throws IOException {
        store = Store.open(directory, LIMITS, clock);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    void fill(String seed) throws IOException {
        fill(seed, MIB);
    }

    void fill(String seed, int size) throws IOException {
        for (int i = 0; i < 16; i++) {
            put(Owner.OWN, Vectors.stream(seed + i, size));
        }
    }

    StoredFile keep(byte[] file) throws IOException {
        try (FileWriter writer = store.put(Owner.OWN, Duration.ofHours(1))) {
            writer.write(file);
            return writer.finish();
        }
    }

    StoredFile put(Owner owner, byte[] file) throws IOException {
        try (FileWriter writer = store.put(owner)) {
            for (int from = 0; from < file.length; from += 10_000) {
                writer.write(file, from, Math.min(10_000, file.length - from));
            }
            return writer.finish();
        }
    }

    byte[] read(StoredFile file) throws IOException {
        try (InputStream in = store.open(file.owner(), file.key())) {
            return in.readAllBytes();
        }
    }

    void reopen() throws IOException {
        store.close();
        store = Store.open(directory, LIMITS, clock);
    }

    List<Path> packs() throws IOException {
        try (var paths = Files.list(directory.resolve("packs"))) {
            return paths.sorted().toList();
        }
    }

    long bytesOnDisk() throws IOException {
        long bytes = 0;
        for (Path pack : packs()) {
            bytes += Files.size(pack);
        }
        return bytes;
    }
}
