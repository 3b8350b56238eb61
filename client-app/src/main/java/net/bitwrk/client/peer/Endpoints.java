package net.bitwrk.client.peer;

import net.bitwrk.client.cafs.Store;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** The port on which a seller is reached by its buyers, and its endpoints, one a transaction. Thread-safe. */
public final class Endpoints implements Closeable {
    /** The strangers, and two requests a sale. */
    private static final int MAX_THREADS = 320;

    private static final int MAX_HEADER = 8192;
    private static final int NAME_BYTES = 8;

    private final Map<String, Endpoint> byPath = new ConcurrentHashMap<>();
    private final Store store;
    private final RandomGenerator random;
    private final Clock clock;
    private final PeerLimits limits;
    private final Admission uploads;
    private final Admission receipts;
    private final Server server;
    private final ServerConnector connector;

    private Endpoints(InetSocketAddress listen, Store store, RandomGenerator random, Clock clock, PeerLimits limits) {
        this.store = store;
        this.random = random;
        this.clock = clock;
        this.limits = limits;
        var threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("endpoints");
        this.server = new Server(threads);
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_HEADER);
        this.connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(listen.getAddress().getHostAddress());
        connector.setPort(listen.getPort());
        connector.setIdleTimeout(limits.silence().toMillis());
        server.addConnector(connector);
        this.uploads = new Admission(limits.uploads(), connector.getScheduler());
        this.receipts = new Admission(limits.receipts(), connector.getScheduler());
        server.setHandler(new Visits());
    }

    /**
     * Listens.
     *
     * @param listen where; port 0 takes a free one
     * @param store where work goes, apart by buyer
     * @param random cryptographically strong outside tests: names of endpoints, keys of results
     */
    public static Endpoints open(
            InetSocketAddress listen, Store store, RandomGenerator random, Clock clock, PeerLimits limits)
            throws IOException {
        var endpoints = new Endpoints(listen, store, random, clock, limits);
        try {
            endpoints.server.start();
            return endpoints;
        } catch (Exception e) {
            throw new IOException("cannot listen on " + listen + ": " + e.getMessage(), e);
        }
    }

    public int port() {
        return connector.getLocalPort();
    }

    /** A new endpoint for one sale; it answers until it is closed, or its sale has failed or is done. */
    public Endpoint open(Sale sale) {
        byte[] name = new byte[NAME_BYTES];
        random.nextBytes(name);
        String path = "/" + HexFormat.of().formatHex(name);
        var endpoint = new Endpoint(path, sale, this);
        byPath.put(path, endpoint);
        return endpoint;
    }

    void remove(Endpoint endpoint) {
        byPath.remove(endpoint.path(), endpoint);
    }

    Store store() {
        return store;
    }

    RandomGenerator random() {
        return random;
    }

    /** For requests with work. */
    Admission uploads() {
        return uploads;
    }

    /** For requests with a receipt. */
    Admission receipts() {
        return receipts;
    }

    @Override
    public void close() throws IOException {
        byPath.values().forEach(Endpoint::close);
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("the endpoints do not stop: " + e.getMessage(), e);
        }
    }

    /** Finds the endpoint. Blocking: a request is served by one thread from beginning to end. */
    private final class Visits extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws IOException {
            var visit = new Visit(request, response, callback, limits, clock);
            Optional<Endpoint> endpoint =
                    Optional.ofNullable(byPath.get(request.getHttpURI().getPath()));
            if (endpoint.isPresent()) {
                endpoint.get().serve(visit);
            } else {
                visit.refuse(404, "there is no such endpoint, or not any more");
                visit.succeed();
            }
            return true;
        }
    }
}
