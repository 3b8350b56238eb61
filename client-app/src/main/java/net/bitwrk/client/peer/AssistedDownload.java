package net.bitwrk.client.peer;

import net.bitwrk.client.peer.SellerRequests.Exchange;
import net.bitwrk.client.sync.ChunkReceiver;
import net.bitwrk.client.sync.Meter;
import net.bitwrk.client.sync.SyncInfo;
import net.bitwrk.client.sync.SyncInfoJson;
import net.bitwrk.client.sync.Window;
import net.bitwrk.client.sync.Wishlist;
import net.bitwrk.client.sync.WishlistWriter;
import org.eclipse.jetty.http.HttpMethod;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.Executor;

/**
 * Loads chunks of a buyer's work from another of its sellers, who gave the buyer a ticket for that (protocol section 9):
 * those that are missing and have not been asked of the buyer yet. It is a help: whatever goes wrong with it, the buyer sends
 * what is missing.
 */
final class AssistedDownload implements Closeable {
    private static final System.Logger LOG = System.getLogger(AssistedDownload.class.getName());

    private final SellerRequests requests;
    private final Sync sync;
    private final Executor threads;
    private final Window window = new Window();

    /** @param requests to the ticket's URL */
    AssistedDownload(SellerRequests requests, Sync sync, Executor threads) {
        this.requests = requests;
        this.sync = sync;
        this.threads = threads;
    }

    /** Takes two threads until it is over; closing ends it. */
    void run() {
        try (this) {
            load();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "assistive download ended: {0}", e.getMessage());
        }
    }

    private void load() throws IOException {
        SyncInfo theirs;
        try (InputStream answer = requests.answer(requests.send(requests.request(HttpMethod.GET)))) {
            theirs = SyncInfoJson.read(answer, Meter.UNLIMITED);
        }
        Wishlist wanted = Wishlist.of(theirs, key -> !sync.lacks(key));
        Exchange post = requests.lastPost();
        threads.execute(() -> ask(post, wanted));
        try (InputStream chunkData = requests.answer(post)) {
            ChunkReceiver.receive(chunkData, wanted, window, sync::put);
        }
    }

    private void ask(Exchange post, Wishlist wanted) {
        try (OutputStream list = new BufferedOutputStream(requests.body(post))) {
            WishlistWriter.write(wanted, window, list);
        } catch (IOException e) {
            requests.abort(post, e);
        } catch (InterruptedException e) {
            requests.abort(post, new IOException("interrupted", e));
        }
    }

    @Override
    public void close() {
        window.close();
        requests.close();
    }
}
