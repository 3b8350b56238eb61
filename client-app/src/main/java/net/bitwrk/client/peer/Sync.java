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
import net.bitwrk.protocol.hash.Secret;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Work that comes chunk by chunk: one request's answer is the wish list, another one brings what it asks for. */
final class Sync implements Closeable {
    private final Secret secret;
    private final Assembly assembly;
    private final Wishlist wishlist;
    private final Window window = new Window();

    Sync(SyncInfo syncInfo, Secret secret, Store store, Owner buyer) throws IOException {
        this.secret = secret;
        this.assembly = store.assemble(buyer, syncInfo.chunks());
        this.wishlist = Wishlist.of(syncInfo, assembly::isHeld);
    }

    Secret secret() {
        return secret;
    }

    void writeList(OutputStream out) throws IOException, InterruptedException {
        WishlistWriter.write(wishlist, window, out);
    }

    void takeChunks(InputStream chunkData) throws IOException {
        ChunkReceiver.receive(chunkData, wishlist, window, assembly::put);
    }

    StoredFile finish() throws IOException {
        return assembly.finish();
    }

    @Override
    public void close() {
        window.close();
        assembly.close();
    }
}
