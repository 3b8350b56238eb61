package net.bitwrk.client.sync;

import net.bitwrk.client.cafs.Chunk;
import net.bitwrk.protocol.hash.Hash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** The older form of a sync info, part {@code a32chunks}: for every chunk its key and its size, in plain order. */
public final class LegacyChunks {
    /** As much as a 0.7 seller reads (protocol section 9). */
    public static final int MAX_BYTES = 262_144;

    private LegacyChunks() {}

    public static void write(List<Chunk> chunks, OutputStream out) throws IOException {
        for (Chunk chunk : chunks) {
            out.write(chunk.key().bytes());
            ZigZag.write(out, chunk.size());
        }
    }

    /** Whether these chunks take no more than {@link #MAX_BYTES}, so that a seller reads them. */
    public static boolean fits(List<Chunk> chunks) {
        return chunks.size() <= MAX_BYTES / (Hash.LENGTH + 3);
    }

    /**
     * Reads {@code in} to its end.
     *
     * @param meter may refuse what it would take of the memory
     */
    public static SyncInfo read(InputStream in, Meter meter) throws IOException {
        var chunks = new ArrayList<Chunk>();
        int read = 0;
        for (byte[] key = in.readNBytes(Hash.LENGTH); key.length > 0; key = in.readNBytes(Hash.LENGTH)) {
            if (key.length < Hash.LENGTH) {
                throw new SyncBroken("a32chunks ends within a key");
            }
            int size = ZigZag.read(in);
            if (size > Chunk.MAX_SIZE) {
                throw new SyncBroken("a chunk of " + size + " bytes is too large");
            }
            read += Hash.LENGTH + 1;
            if (read > MAX_BYTES) {
                throw new SyncBroken("a32chunks has more than " + MAX_BYTES + " bytes");
            }
            meter.take(Meter.CHUNK);
            chunks.add(new Chunk(Hash.of(key), size));
        }
        return new SyncInfo(chunks, Permutation.PLAIN);
    }
}
