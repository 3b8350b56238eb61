package net.bitwrk.client.peer;

import net.bitwrk.client.cafs.Assembly;
import net.bitwrk.client.cafs.Owner;
import net.bitwrk.client.cafs.Store;
import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.client.sync.ChunkReceiver;
import net.bitwrk.client.sync.SyncInfo;
import net.bitwrk.client.sync.Window;
import net.bitwrk.client.sync.Wishlist;
import net.bitwrk.client.sync.WishlistWriter;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.hash.Secret;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.Set;

/**
 * Work that comes chunk by chunk: one request's answer is the wish list, another one brings what it asks for. That other one
 * has no secret, and anybody may send one: they are taken side by side, and whichever brings the last chunk is the buyer's.
 * Thread-safe.
 */
final class Sync implements Closeable {
    private final Source source;
    private final Secret secret;
    private final Assembly assembly;
    private final Wishlist wishlist;
    private final Window window = new Window();
    private final Set<Hash> arrived = new HashSet<>();
    private boolean isOver;

    /** What to do when a chunk has come that was asked for. */
    @FunctionalInterface
    interface WhenRight {
        void run() throws IOException;
    }

    /** @param source of the request that began it and proved to be the buyer's */
    Sync(SyncInfo syncInfo, Secret secret, Source source, Store store, Owner buyer) throws IOException {
        this.source = source;
        this.secret = secret;
        this.assembly = store.assemble(buyer, syncInfo.chunks());
        this.wishlist = Wishlist.of(syncInfo, assembly::isHeld);
    }

    boolean isFrom(Source other) {
        return source.equals(other);
    }

    Secret secret() {
        return secret;
    }

    void writeList(OutputStream out) throws IOException, InterruptedException {
        WishlistWriter.write(wishlist, window, out);
    }

    /** @param whenRight run for every chunk that is the one asked for */
    void takeChunks(InputStream chunkData, WhenRight whenRight) throws IOException {
        ChunkReceiver.receive(chunkData, wishlist, window, (key, bytes) -> {
            whenRight.run();
            put(key, bytes);
        });
    }

    private synchronized void put(Hash key, byte[] bytes) throws IOException {
        checkOpen();
        if (!arrived.contains(key)) {
            assembly.put(key, bytes);
            arrived.add(key);
        }
    }

    private void checkOpen() throws PeerFault {
        if (isOver) {
            throw new PeerFault("the work has been sent before");
        }
    }

    /** The whole work; for the first that asks. */
    synchronized StoredFile finish() throws IOException {
        checkOpen();
        isOver = true;
        return assembly.finish();
    }

    @Override
    public synchronized void close() {
        isOver = true;
        window.close();
        assembly.close();
    }
}
