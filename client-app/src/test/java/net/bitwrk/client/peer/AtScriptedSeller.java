package net.bitwrk.client.peer;

import net.bitwrk.client.MutableClock;
import net.bitwrk.client.cafs.FileWriter;
import net.bitwrk.client.cafs.Limits;
import net.bitwrk.client.cafs.Owner;
import net.bitwrk.client.cafs.Store;
import net.bitwrk.client.cafs.StoredFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** A buyer's end of sales, and one scripted seller. */
abstract class AtScriptedSeller {
    static final String OK = "HTTP/1.1 200 OK\r\n";

    @TempDir
    Path directory;

    Store store;
    ScriptedSeller seller;
    Sellers sellers;

    @BeforeEach
    void open() throws IOException {
        store = Store.open(directory.resolve("store"), new Limits(128 << 20, 64 << 20), new MutableClock());
        seller = new ScriptedSeller();
    }

    @AfterEach
    void close() throws IOException {
        seller.close();
        sellers.close();
        store.close();
    }

    SellerConnection connect(Scripted random, String path) throws IOException {
        return connect(random, path, limits());
    }

    SellerConnection connect(RandomGenerator random, String path, PeerLimits limits) throws IOException {
        sellers = new Sellers(
                store,
                directory.resolve("spool"),
                () -> PeerAddresses.of(InetAddress.getLoopbackAddress(), List.of()),
                random,
                new MutableClock(),
                limits);
        return sellers.connect(seller.url(path));
    }

    static PeerLimits limits() {
        return limits(Duration.ofSeconds(5));
    }

    static PeerLimits limits(Duration idle) {
        PeerLimits usual = PeerLimits.USUAL;
        return new PeerLimits(
                1 << 20, usual.uploads(), usual.receipts(), 0, Duration.ofSeconds(30), Duration.ofSeconds(10), idle);
    }

    StoredFile put(byte[] work) throws IOException {
        try (FileWriter writer = store.put(Owner.OWN)) {
            writer.write(work);
            return writer.finish();
        }
    }
}
