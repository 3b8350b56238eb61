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
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Work that comes chunk by chunk: one request's answer is the wish list, another one brings what it asks for. That other one
 * has no secret, and anybody may send one: they are taken side by side, and whichever brings the last chunk is the buyer's.
 * Other sellers may help, and be helped (protocol section 9, assistive downloads). Thread-safe.
 */
final class Sync implements Closeable {
    private static final System.Logger LOG = System.getLogger(Sync.class.getName());
    /** Of one sale; 0.7's buyer knows of few others. */
    private static final int MAX_HELPERS = 4;

    private final Source source;
    private final Secret secret;
    private final Assembly assembly;
    private final Wishlist wishlist;
    private final Window window = new Window();
    private final Map<Hash, Integer> sizes = new HashMap<>();
    private final Set<Hash> arrived = new HashSet<>();
    private final Set<Closeable> helpers = new HashSet<>();
    private final Store store;
    private final Owner buyer;
    private boolean isOver;
    private boolean isFinished;

    /** What to do when a chunk has come that was asked for. */
    @FunctionalInterface
    interface WhenRight {
        void run() throws IOException;
    }

    /** @param source of the request that began it and proved to be the buyer's */
    Sync(SyncInfo syncInfo, Secret secret, Source source, Store store, Owner buyer) throws IOException {
        this.source = source;
        this.secret = secret;
        this.store = store;
        this.buyer = buyer;
        this.assembly = store.assemble(buyer, syncInfo.chunks());
        this.wishlist = Wishlist.of(syncInfo, this::isHere);
        syncInfo.chunks().forEach(chunk -> sizes.put(chunk.key(), chunk.size()));
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

    /** Takes in a chunk, wherever it comes from; {@code key} has been checked against the bytes. */
    synchronized void put(Hash key, byte[] bytes) throws IOException {
        checkOpen();
        if (!isHere(key)) {
            assembly.put(key, bytes);
            arrived.add(key);
            notifyAll();
        }
    }

    synchronized boolean isHere(Hash chunk) {
        return arrived.contains(chunk) || assembly.isHeld(chunk);
    }

    /** Whether a helper may be asked for this chunk: it is part of the work, not here, and not asked of the buyer yet. */
    boolean lacks(Hash chunk) {
        return sizes.getOrDefault(chunk, 0) > 0 && !isHere(chunk) && !wishlist.hasAskedFor(chunk);
    }

    /**
     * Waits for a chunk of this work, and of nothing else, and gives it: what this buyer has sent, now or before, and proved
     * by that to have (assurance N9).
     */
    byte[] await(Hash chunk) throws IOException, InterruptedException {
        synchronized (this) {
            while (!isHere(chunk)) {
                if (isOver) {
                    throw new IOException("the chunk is not coming any more");
                }
                wait();
            }
            if (isOver && !isFinished) {
                throw new IOException("the sale is over");
            }
        }
        return store.readChunk(buyer, chunk);
    }

    SyncInfo inTransmissionOrder() {
        return wishlist.inTransmissionOrder();
    }

    /** False if it needs no help; else the helper is closed at the latest when the work is complete. */
    synchronized boolean isHelpedBy(Closeable helper) {
        return !isOver && helpers.size() < MAX_HELPERS && helpers.add(helper);
    }

    private void endHelp() {
        helpers.forEach(helper -> {
            try {
                helper.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "a helper does not end", e);
            }
        });
        helpers.clear();
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
        endHelp();
        StoredFile work = assembly.finish();
        isFinished = true;
        return work;
    }

    @Override
    public synchronized void close() {
        isOver = true;
        endHelp();
        window.close();
        assembly.close();
        notifyAll();
    }
}
