package net.bitwrk.client.peer;

import net.bitwrk.client.cafs.Store;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

import javax.net.ssl.SSLContext;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Where a buyer's connections to sellers come from: one HTTP client for all, and what they share. Thread-safe. */
public final class Sellers implements Closeable {
    private static final int MAX_THREADS = 64;
    private static final String USER_AGENT = "BitWrkClient/0.8.0";

    private final Store store;
    private final Path spool;
    private final Supplier<PeerAddresses> addresses;
    private final RandomGenerator random;
    private final Clock clock;
    private final PeerLimits limits;
    private final HttpClient http;
    private final Swarm swarm = new Swarm();

    /**
     * @param store where work is read from
     * @param spool a directory of its own for encrypted results; emptied at once
     * @param addresses what is allowed at the moment; asked for every connection
     * @param random cryptographically strong outside tests: the order of chunks, and the boundaries of form data
     */
    public Sellers(
            Store store,
            Path spool,
            Supplier<PeerAddresses> addresses,
            RandomGenerator random,
            Clock clock,
            PeerLimits limits)
            throws IOException {
        this(store, spool, addresses, random, clock, limits, platformsTrust());
    }

    /** @param tls decides whose certificates are good */
    Sellers(
            Store store,
            Path spool,
            Supplier<PeerAddresses> addresses,
            RandomGenerator random,
            Clock clock,
            PeerLimits limits,
            SSLContext tls)
            throws IOException {
        this.store = store;
        this.spool = spool;
        this.addresses = addresses;
        this.random = random;
        this.clock = clock;
        this.limits = limits;
        this.http = new HttpClient(new HttpClientTransportOverHTTP(connector(tls)));
        empty(Files.createDirectories(spool));
        start();
    }

    private static SSLContext platformsTrust() throws IOException {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("there is no TLS: " + e.getMessage(), e);
        }
    }

    private static ClientConnector connector(SSLContext tls) {
        var ssl = new SslContextFactory.Client();
        ssl.setSslContext(tls);
        // The name in the worker URL, not the address that is connected to, must be in the certificate.
        ssl.setEndpointIdentificationAlgorithm("HTTPS");
        var connector = new ClientConnector();
        connector.setSslContextFactory(ssl);
        return connector;
    }

    private void start() throws IOException {
        var threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("sellers");
        threads.setDaemon(true);
        http.setExecutor(threads);
        http.setFollowRedirects(false);
        http.setConnectTimeout(limits.silence().toMillis());
        // Of those not in use; a request has its own.
        http.setIdleTimeout(limits.idle().toMillis());
        http.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, USER_AGENT));
        http.setHttpCookieStore(new HttpCookieStore.Empty());
        http.setSocketAddressResolver(SellerRequests.PINNED);
        try {
            http.start();
        } catch (Exception e) {
            throw new IOException("the HTTP client does not start: " + e.getMessage(), e);
        }
        // No redirects, no authentication, no waiting for 100, no decoding: a seller's bytes are taken as they are.
        http.getProtocolHandlers().clear();
        http.getContentDecoderFactories().clear();
    }

    private static void empty(Path spool) throws IOException {
        try (Stream<Path> paths = Files.list(spool)) {
            for (Path path : paths.toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /**
     * The way to one seller, for one transaction. Nothing is sent yet, and no answer awaited.
     *
     * @throws PeerFault if the URL is none of a worker, or its address is not allowed (assurance N1)
     */
    public SellerConnection connect(String workerUrl) throws PeerFault {
        return connect(workerUrl, addresses.get().check(workerUrl));
    }

    /** @param address has been checked */
    SellerConnection connect(String workerUrl, InetSocketAddress address) {
        var requests = new SellerRequests(http, URI.create(workerUrl), address, limits, clock);
        return new SellerConnection(this, workerUrl, requests);
    }

    /** @throws PeerFault as {@link #connect(String)} does */
    SellerRequests requests(String url) throws PeerFault {
        return new SellerRequests(http, URI.create(url), addresses.get().check(url), limits, clock);
    }

    Swarm swarm() {
        return swarm;
    }

    /** Tickets of sellers that no other has been given yet. */
    public List<String> heldTickets() {
        return swarm.tickets();
    }

    Store store() {
        return store;
    }

    Path spool() {
        return spool;
    }

    RandomGenerator random() {
        return random;
    }

    @Override
    public void close() throws IOException {
        try {
            http.stop();
        } catch (Exception e) {
            throw new IOException("the HTTP client does not stop: " + e.getMessage(), e);
        }
    }
}
