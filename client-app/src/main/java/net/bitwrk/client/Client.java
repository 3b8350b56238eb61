package net.bitwrk.client;

import net.bitwrk.client.cafs.Limits;
import net.bitwrk.client.cafs.Store;
import net.bitwrk.client.exchange.Exchange;
import net.bitwrk.client.exchange.PublicAddress;
import net.bitwrk.client.local.AccountCalls;
import net.bitwrk.client.local.BuyCalls;
import net.bitwrk.client.local.DebugCalls;
import net.bitwrk.client.local.FileCalls;
import net.bitwrk.client.local.Guard;
import net.bitwrk.client.local.ListCalls;
import net.bitwrk.client.local.LocalServer;
import net.bitwrk.client.local.MandateCalls;
import net.bitwrk.client.local.PageToken;
import net.bitwrk.client.local.PlainTexts;
import net.bitwrk.client.local.Relay;
import net.bitwrk.client.local.Route;
import net.bitwrk.client.local.WorkerCalls;
import net.bitwrk.client.mandate.Mandates;
import net.bitwrk.client.peer.Endpoints;
import net.bitwrk.client.peer.PeerAddresses;
import net.bitwrk.client.peer.PeerLimits;
import net.bitwrk.client.peer.Sellers;
import net.bitwrk.client.trade.Shop;
import net.bitwrk.client.trade.TradeLimits;
import net.bitwrk.client.trade.TradeParts;
import net.bitwrk.client.trade.Trades;
import net.bitwrk.client.ui.Assets;
import net.bitwrk.client.ui.Pages;
import net.bitwrk.client.worker.Workers;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.identity.PrivateKey;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** A running daemon: makes its parts, ties them together, and ends them in the opposite order. Decides nothing. */
final class Client implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Client.class.getName());

    private final Settings settings;
    private final Clock clock;
    private final RandomGenerator random;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Address participant;
    private int sellingPort;
    private LocalServer server;

    private Client(Settings settings, Clock clock, RandomGenerator random) {
        this.settings = settings;
        this.clock = clock;
        this.random = random;
    }

    /**
     * An exchange that does not answer is no failure to start.
     *
     * @param random of secrets: cryptographically strong outside tests
     * @throws IOException if the folder, the key, the store or the port cannot be had
     */
    static Client start(Settings settings, Clock clock, RandomGenerator random) throws IOException {
        var client = new Client(settings, clock, random);
        try {
            client.build();
            return client;
        } catch (IOException | RuntimeException e) {
            client.close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    private void build() throws IOException {
        DataFolder folder = opened(DataFolder.lock(settings.folder()));
        PrivateKey key = KeyFile.in(folder.path()).readOrCreate();
        participant = key.address();
        Store store = opened(Store.open(
                folder.path().resolve("store"), new Limits(settings.storeBytes(), settings.storeBytes() / 2), clock));
        Exchange exchange = opened(new Exchange(settings.exchange(), key, "BitWrkClient/" + Version.numbers()));
        var mandates = new Mandates(folder.path().resolve("mandates.json"), clock);
        Workers workers = opened(new Workers(settings.localPort()));
        Sellers sellers = opened(sellers(folder, store));
        Optional<Shop> shop =
                settings.externalPort().isPresent() ? Optional.of(shop(exchange, store, sellers)) : Optional.empty();
        Trades trades = opened(new Trades(new TradeParts(
                exchange,
                store,
                mandates,
                workers,
                new TradeLimits(settings.unmatchedBids(), settings.transmittingBids()),
                folder.path().resolve("activities.log"),
                settings.keep(),
                clock,
                random,
                sellers,
                shop)));
        Supplier<List<String>> tickets = () -> tickets(sellers, shop);
        serve(new Pages.Subject(exchange, trades, workers, mandates, shop.isPresent()), store, tickets);
        exchange.reachability().begin();
    }

    private Sellers sellers(DataFolder folder, Store store) throws IOException {
        return new Sellers(store, folder.path().resolve("spool"), this::peerAddresses, random, clock, PeerLimits.USUAL);
    }

    private static List<String> tickets(Sellers sellers, Optional<Shop> shop) {
        var lines = new ArrayList<String>();
        sellers.heldTickets().forEach(url -> lines.add("to pass on: " + url));
        shop.ifPresent(open -> open.endpoints().openTickets().forEach(path -> lines.add("to serve: " + path)));
        return lines;
    }

    private Shop shop(Exchange exchange, Store store, Sellers sellers) throws IOException {
        var listen = new InetSocketAddress(settings.externalPort().orElseThrow());
        Endpoints endpoints;
        try {
            endpoints = opened(Endpoints.open(listen, store, random, clock, PeerLimits.USUAL, Optional.of(sellers)));
        } catch (IOException e) {
            throw new IOException(e.getMessage() + ": -extport PORT names another port", e);
        }
        sellingPort = endpoints.port();
        return new Shop(
                endpoints,
                new PublicAddress(exchange, settings.externalAddress().orElse("auto"), clock));
    }

    /** Asked anew for every connection: the exchange's name may come to mean another address. */
    private PeerAddresses peerAddresses() {
        try {
            return PeerAddresses.of(InetAddress.getByName(settings.exchange().getHost()), settings.peerNetworks());
        } catch (UnknownHostException e) {
            // Of no kind at all: only public peers, and those the user allowed.
            return PeerAddresses.of(new InetSocketAddress(0).getAddress(), settings.peerNetworks());
        }
    }

    private void serve(Pages.Subject subject, Store store, Supplier<List<String>> tickets) throws IOException {
        var token = new PageToken(random);
        var relay = new Relay(subject.exchange(), clock);
        var buys = new BuyCalls(subject.trades(), store);
        Assets assets = settings.resources().isPresent()
                ? Assets.of(settings.resources().get())
                : Assets.builtIn();
        Pages pages = opened(new Pages(Version.numbers(), subject, token, assets));
        var routes = new ArrayList<Route>();
        routes.addAll(PlainTexts.routes(Version.numbers()));
        routes.addAll(buys.routes());
        routes.addAll(new FileCalls(store).routes());
        routes.addAll(new WorkerCalls(subject.workers()).routes());
        routes.addAll(new ListCalls(subject.workers(), subject.mandates(), subject.trades()).routes());
        routes.addAll(new MandateCalls(subject.mandates(), token).routes());
        routes.addAll(new AccountCalls(relay, subject.exchange(), settings.trustedAccount(), token, clock).routes());
        routes.addAll(relay.routes());
        routes.addAll(new DebugCalls(store, tickets).routes());
        routes.addAll(pages.routes());
        server = opened(
                new LocalServer(settings.localAddress(), settings.localPort(), guard(), routes, buys.anyArticle()));
        server.start();
    }

    private Guard guard() {
        return new Guard(settings.buyerNetworks(), settings.hosts(), settings.listensBeyondLoopback(), ownName());
    }

    private static String ownName() {
        try {
            return InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
        } catch (UnknownHostException e) {
            return "";
        }
    }

    Address participant() {
        return participant;
    }

    /** On which buyers reach it; 0 if nothing is sold to others. */
    int sellingPort() {
        return sellingPort;
    }

    /** Where the user's browser finds it. */
    URI page() {
        String host = settings.localAddress().contains(":")
                        && !settings.localAddress().startsWith("[")
                ? "[" + settings.localAddress() + "]"
                : settings.localAddress();
        return URI.create("http://" + (host.isEmpty() ? "localhost" : host) + ":" + server.port() + "/");
    }

    /** Gives up what is going on, and ends. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            AutoCloseable part = open.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.log(System.Logger.Level.WARNING, part.getClass().getSimpleName() + " did not end cleanly", e);
            }
        }
    }
}
