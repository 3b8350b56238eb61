package net.bitwrk.client.trade;

import net.bitwrk.client.cafs.FileWriter;
import net.bitwrk.client.cafs.Limits;
import net.bitwrk.client.cafs.Owner;
import net.bitwrk.client.cafs.Store;
import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.client.exchange.Exchange;
import net.bitwrk.client.exchange.PublicAddress;
import net.bitwrk.client.mandate.Mandates;
import net.bitwrk.client.mandate.Terms;
import net.bitwrk.client.peer.Endpoints;
import net.bitwrk.client.peer.PeerAddresses;
import net.bitwrk.client.peer.PeerLimits;
import net.bitwrk.client.peer.Sellers;
import net.bitwrk.client.worker.Workers;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.identity.PrivateKey;
import net.bitwrk.protocol.money.Money;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A whole client in this process, but for its local interface. */
public final class TestClient implements AutoCloseable {
    static final Money PRICE = Money.parse("price", "mBTC 1");

    private static final Duration KEEP = Duration.ofHours(1);
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final PrivateKey key;
    private final Store store;
    private final Exchange exchange;
    private final Mandates mandates;
    private final Workers workers;
    private final Sellers sellers;
    private final Optional<Endpoints> endpoints;
    private final Trades trades;

    /** One that sells to others, too. */
    public static TestClient open(Path folder, URI exchange) throws IOException {
        return new TestClient(folder, exchange, PrivateKey.generate(), new TradeLimits(64, 64), true);
    }

    TestClient(Path folder, URI url, PrivateKey key, TradeLimits limits, boolean sells) throws IOException {
        this(folder, url, key, limits, sells, roomy(folder));
    }

    private static Store roomy(Path folder) throws IOException {
        return Store.open(folder.resolve("store"), new Limits(1L << 30, 1L << 28), Clock.systemUTC());
    }

    /** @param store closed by this client */
    TestClient(Path folder, URI url, PrivateKey key, TradeLimits limits, boolean sells, Store store)
            throws IOException {
        this.key = key;
        this.store = store;
        Clock clock = Clock.systemUTC();
        var random = new SecureRandom();
        Files.createDirectories(folder);
        exchange = new Exchange(url, key, "BitWrk/test");
        mandates = new Mandates(folder.resolve("mandates.json"), clock);
        workers = new Workers(0, Duration.ofMillis(300));
        PeerAddresses addresses = PeerAddresses.of(LOOPBACK, List.of());
        sellers = new Sellers(store, folder.resolve("spool"), () -> addresses, random, clock, PeerLimits.USUAL);
        endpoints = sells
                ? Optional.of(Endpoints.open(
                        new InetSocketAddress(LOOPBACK, 0),
                        store,
                        random,
                        clock,
                        PeerLimits.USUAL,
                        Optional.of(sellers)))
                : Optional.empty();
        trades = new Trades(new TradeParts(
                exchange,
                store,
                mandates,
                workers,
                limits,
                folder.resolve("activities.jsonl"),
                KEEP,
                clock,
                random,
                sellers,
                endpoints.map(port -> new Shop(port, new PublicAddress(exchange, "auto", clock)))));
    }

    public Trades trades() {
        return trades;
    }

    public Store store() {
        return store;
    }

    Exchange exchange() {
        return exchange;
    }

    public Workers workers() {
        return workers;
    }

    Mandates mandates() {
        return mandates;
    }

    Address address() {
        return key.address();
    }

    void permit(BidType type, String article, int count) {
        permit(type, article, count, PRICE);
    }

    void permit(BidType type, String article, int count, Money price) {
        mandates.permit(new Terms(
                type, new ArticleId(article), price, OptionalInt.of(count), Optional.empty(), Optional.empty()));
    }

    StoredFile stored(byte[] work) throws IOException {
        try (FileWriter out = store.put(Owner.OWN)) {
            out.write(work);
            return out.finish();
        }
    }

    Activity buy(String article, byte[] work, Optional<Money> price) throws IOException, TradeFailed {
        return trades.startBuy(new ArticleId(article), stored(work), price, Optional.empty());
    }

    byte[] read(StoredFile file) throws IOException {
        try (InputStream in = store.open(file.key())) {
            return in.readAllBytes();
        }
    }

    ActivityView view(long activity) {
        return trades.activity(activity).orElseThrow().view();
    }

    @Override
    public void close() throws IOException {
        trades.close();
        workers.close();
        if (endpoints.isPresent()) {
            endpoints.get().close();
        }
        sellers.close();
        exchange.close();
        store.close();
    }
}
