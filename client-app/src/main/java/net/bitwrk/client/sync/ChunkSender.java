package net.bitwrk.client.sync;

import net.bitwrk.client.cafs.Chunk;
import net.bitwrk.protocol.hash.Hash;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Reads a wish list as it arrives and sends every chunk that it asks for before it waits for more of the list. */
public final class ChunkSender {
    /** Where the chunks come from. */
    @FunctionalInterface
    public interface Giver {
        byte[] give(Hash key) throws IOException;
    }

    private static final int BITS = 8;
    private static final int BUFFER = 4096;

    private final SyncInfo syncInfo;
    private final int[] order;
    private final Giver giver;
    private final OutputStream out;
    private int bit;

    private ChunkSender(SyncInfo syncInfo, Giver giver, OutputStream out) {
        this.syncInfo = syncInfo;
        this.order = syncInfo.transmissionOrder();
        this.giver = giver;
        this.out = out;
    }

    /** Reads {@code wishlist} to its end. {@code out} is flushed before every read, at the end too, and not closed. */
    public static void send(SyncInfo syncInfo, InputStream wishlist, Giver giver, OutputStream out) throws IOException {
        new ChunkSender(syncInfo, giver, out).sendAll(wishlist);
    }

    private void sendAll(InputStream wishlist) throws IOException {
        byte[] buffer = new byte[BUFFER];
        out.flush();
        for (int read = wishlist.read(buffer); read >= 0; read = wishlist.read(buffer)) {
            boolean hasSent = false;
            for (int i = 0; i < read; i++) {
                hasSent |= sendOctet(buffer[i]);
            }
            if (hasSent) {
                out.flush();
            }
        }
        if (bit < order.length) {
            throw new EOFException("the wish list ends after " + bit + " of " + order.length + " bits");
        }
    }

    private boolean sendOctet(int octet) throws IOException {
        if (bit >= order.length) {
            throw new SyncBroken("the wish list has more than " + order.length + " bits");
        }
        boolean hasSent = false;
        for (int i = BITS - 1; i >= 0; i--, bit++) {
            if ((octet >> i & 1) != 0) {
                sendChunk();
                hasSent = true;
            }
        }
        return hasSent;
    }

    private void sendChunk() throws IOException {
        if (bit >= order.length || order[bit] == Shuffler.PLACEHOLDER) {
            throw new SyncBroken("bit " + bit + " of the wish list asks for no chunk");
        }
        Chunk chunk = syncInfo.chunks().get(order[bit]);
        byte[] bytes = giver.give(chunk.key());
        ZigZag.write(out, bytes.length);
        out.write(bytes);
    }
}
