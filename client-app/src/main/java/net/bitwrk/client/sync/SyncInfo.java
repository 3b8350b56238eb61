package net.bitwrk.client.sync;

import net.bitwrk.client.cafs.Chunk;

import java.util.List;
import java.util.Objects;

/** The sync info of a file: its chunks in the order of the file, and the order in which they travel. */
public record SyncInfo(List<Chunk> chunks, Permutation permutation) {
    /** Protocol section 10. */
    public static final int MAX_CHUNKS = 98_304;

    public SyncInfo {
        chunks = List.copyOf(chunks);
        Objects.requireNonNull(permutation, "permutation");
        if (chunks.size() > MAX_CHUNKS) {
            throw new IllegalArgumentException("more than " + MAX_CHUNKS + " chunks");
        }
    }

    /** The size of the file in bytes: at most 98,304 * 131,072, so it cannot overflow. */
    public long totalBytes() {
        return chunks.stream().mapToLong(Chunk::size).sum();
    }

    /** For every bit of the wish list, the position of its chunk in {@link #chunks}, or a placeholder. */
    int[] transmissionOrder() {
        return Shuffler.order(permutation, chunks.size());
    }
}
