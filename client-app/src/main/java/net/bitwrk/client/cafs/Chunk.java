package net.bitwrk.client.cafs;

import net.bitwrk.protocol.hash.Hash;

import java.util.Objects;

/** A piece of a file as it is named on the wire: its SHA-256 and its size in bytes. */
public record Chunk(Hash key, int size) {
    /** The most bytes in a chunk: protocol section 10 forces a boundary here. */
    public static final int MAX_SIZE = 131_072;

    public Chunk {
        Objects.requireNonNull(key, "key");
        if (size < 0 || size > MAX_SIZE) {
            throw new IllegalArgumentException("a chunk has 0 to " + MAX_SIZE + " bytes, not " + size);
        }
    }
}
