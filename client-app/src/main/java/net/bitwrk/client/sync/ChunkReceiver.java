package net.bitwrk.client.sync;

import net.bitwrk.client.cafs.Chunk;
import net.bitwrk.protocol.hash.Hash;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Takes in the chunks that a wish list asks for; no byte more, none less, none other. */
public final class ChunkReceiver {
    /** Where a chunk goes once it is proved to be the one asked for. */
    @FunctionalInterface
    public interface Taker {
        /** {@code bytes} are the taker's to keep. */
        void take(Hash key, byte[] bytes) throws IOException;
    }

    private ChunkReceiver() {}

    /** Reads {@code in} to its end; lets the list run on as chunks come. */
    public static void receive(InputStream in, Wishlist list, Window window, Taker taker) throws IOException {
        for (int bit = 0; bit < list.length(); bit++) {
            if (list.isWanted(bit)) {
                window.taken(bit);
                Chunk chunk = list.chunk(bit);
                taker.take(chunk.key(), readChunk(in, chunk));
            }
        }
        window.taken(list.length());
        if (in.read() >= 0) {
            throw new SyncBroken("chunk data goes on after the last chunk asked for");
        }
    }

    private static byte[] readChunk(InputStream in, Chunk chunk) throws IOException {
        int size = ZigZag.read(in);
        if (size != chunk.size()) {
            throw new SyncBroken("a chunk has " + size + " bytes instead of " + chunk.size());
        }
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw new EOFException("chunk data ends within a chunk");
        }
        if (!Hash.sha256(bytes).equals(chunk.key())) {
            throw new SyncBroken("a chunk is not the one asked for, expected " + chunk.key());
        }
        return bytes;
    }
}
