package net.bitwrk.client.cafs;

import net.bitwrk.protocol.hash.Hash;

import java.util.List;
import java.util.Objects;

/**
 * A file that the store holds whole, or held when this was made.
 *
 * @param key the SHA-256 of all its bytes, by which it is known everywhere
 * @param size in bytes
 * @param chunks in the order of the file; the empty file has one empty chunk
 */
public record StoredFile(Owner owner, Hash key, long size, List<Chunk> chunks) {
    public StoredFile {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(key, "key");
        chunks = List.copyOf(chunks);
    }

    /** A file of one chunk is not chunked, and is sent linearly (protocol section 10). */
    public boolean isChunked() {
        return chunks.size() > 1;
    }
}
