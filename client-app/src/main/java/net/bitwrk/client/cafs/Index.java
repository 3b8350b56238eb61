package net.bitwrk.client.cafs;

import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which chunks and which files there are, and how often a chunk is referred to. Guarded by the lock of its {@link Vault}. */
final class Index {
    private final Map<OwnedKey, Placed.OfChunk> chunks = new HashMap<>();
    /** The file unused for longest first. */
    private final Map<OwnedKey, Placed.OfFile> files = new LinkedHashMap<>(16, 0.75f, true);

    /** What {@code packs} hold: whole files, and the chunks of those. The garbage at the end of a pack is cut off. */
    void load(List<Pack> packs) throws IOException {
        for (Pack pack : packs) {
            pack.cut(PackScan.scan(pack, this::put, file -> files.put(file.id, file)));
        }
        files.values().removeIf(file -> !isWhole(file.file));
        for (Placed.OfFile file : files.values()) {
            file.setLive(true);
            file.file.chunks().forEach(chunk -> refer(new OwnedKey(file.id.owner(), chunk.key()), 1));
        }
        chunks.values().removeIf(chunk -> chunk.references == 0);
    }

    /** The chunk, if its bytes are in a pack. */
    Optional<Placed.OfChunk> chunk(OwnedKey id) {
        return known(id).filter(Placed::isThere);
    }

    /** The chunk, also if its bytes did not reach the disk. */
    Optional<Placed.OfChunk> known(OwnedKey id) {
        return Optional.ofNullable(chunks.get(id));
    }

    void put(Placed.OfChunk chunk) {
        chunks.put(chunk.id, chunk);
    }

    boolean isThere(Owner owner, Chunk chunk) {
        return chunk.size() == 0
                || chunk(new OwnedKey(owner, chunk.key()))
                        .filter(placed -> placed.size == chunk.size())
                        .isPresent();
    }

    boolean isWhole(StoredFile file) {
        return file.chunks().stream().allMatch(chunk -> isThere(file.owner(), chunk));
    }

    /** A chunk that did not reach the disk keeps its references: each of them will be released. */
    void refer(OwnedKey id, int change) {
        known(id).ifPresent(chunk -> {
            chunk.references += change;
            chunk.setLive(chunk.references > 0);
            if (chunk.references <= 0) {
                chunks.remove(id);
            }
        });
    }

    void release(Owner owner, List<Chunk> released) {
        released.forEach(chunk -> refer(new OwnedKey(owner, chunk.key()), -1));
    }

    /** The file, which from now on is the one used last. */
    Optional<Placed.OfFile> file(OwnedKey id) {
        return Optional.ofNullable(files.get(id));
    }

    boolean hasFile(OwnedKey id) {
        return files.containsKey(id);
    }

    void add(Placed.OfFile file) {
        file.setLive(true);
        files.put(file.id, file);
    }

    void drop(Placed.OfFile file) {
        files.remove(file.id);
        file.setLive(false);
        release(file.id.owner(), file.file.chunks());
    }

    Collection<Placed.OfChunk> chunks() {
        return Collections.unmodifiableCollection(chunks.values());
    }

    /** The file unused for longest first. */
    Collection<Placed.OfFile> files() {
        return Collections.unmodifiableCollection(files.values());
    }
}
