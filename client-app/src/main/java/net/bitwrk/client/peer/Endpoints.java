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
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The port on which a seller is reached by its buyers, and its endpoints, one a transaction. Thread-safe. */
public final class Endpoints implements Closeable {
    /** The strangers, and two requests a sale. */
    private static final int MAX_THREADS = 320;

    /** A ticket is used once, but its seller is asked before that what there is; both may take as long as a transfer. */
    private static final Crowd TICKETS = new Crowd(16, 3, 6, 3, PeerLimits.REQUEST);

    /** Three of the largest sync infos, or those of some fifty scenes of 100 MB. */
    private static final long SYNC_MEMORY = 32 << 20;

    private static final Pattern TICKET = Pattern.compile("(/[0-9a-f]+)/assist/([0-9a-f]+)");
    private static final int MAX_HEADER = 8192;
    private static final int NAME_BYTES = 8;

    private final Map<String, Endpoint> byPath = new ConcurrentHashMap<>();
    private final Store store;
    private final RandomGenerator random;
    private final Clock clock;
    private final PeerLimits limits;
    private final Admission uploads;
    private final Admission receipts;
    private final Admission tickets;
    private final Optional<Assistance> assistance;
    private final Server server;
    private final ServerConnector connector;
    private final ScheduledExecutorService timer;
    private final Hangups hangups;

    private Endpoints(
            InetSocketAddress listen,
            Store store,
            RandomGenerator random,
            Clock clock,
            PeerLimits limits,
            Optional<Sellers> others,
            Scheduler scheduler) {
        this.assistance = others.map(Assistance::new);
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
        this.connector = new ServerConnector(server, null, scheduler, null, -1, -1, new HttpConnectionFactory(http));
        connector.setHost(listen.getAddress().getHostAddress());
        connector.setPort(listen.getPort());
        connector.setIdleTimeout(limits.silence().toMillis());
        server.addConnector(connector);
        var memory = new SyncMemory(SYNC_MEMORY);
        this.uploads = new Admission(limits.uploads(), connector.getScheduler(), memory);
        this.receipts = new Admission(limits.receipts(), connector.getScheduler(), memory);
        this.tickets = new Admission(TICKETS, connector.getScheduler(), memory);
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "endpoint-hangups");
            thread.setDaemon(true);
            return thread;
        });
        this.hangups = new Hangups(timer);
        server.setHandler(new Visits());
    }

    /**
     * Listens.
     *
     * @param listen where; port 0 takes a free one
     * @param store where work goes, apart by buyer
     * @param random cryptographically strong outside tests: names of endpoints, keys of results, tickets
     * @param others the way to other sellers, of which chunks are loaded when a buyer has a ticket for that; not closed here
     */
    public static Endpoints open(
            InetSocketAddress listen,
            Store store,
            RandomGenerator random,
            Clock clock,
            PeerLimits limits,
            Optional<Sellers> others)
            throws IOException {
        var scheduler = new ScheduledExecutorScheduler("endpoints-timer", true);
        return open(listen, store, random, clock, limits, others, scheduler);
    }

    /** @param scheduler of all time-outs; started and stopped with the endpoints */
    static Endpoints open(
            InetSocketAddress listen,
            Store store,
            RandomGenerator random,
            Clock clock,
            PeerLimits limits,
            Optional<Sellers> others,
            Scheduler scheduler)
            throws IOException {
        var endpoints = new Endpoints(listen, store, random, clock, limits, others, scheduler);
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

    /** For those with a ticket. */
    Admission tickets() {
        return tickets;
    }

    void assist(String ticket, Sync sync) {
        assistance.ifPresent(present -> present.begin(ticket, sync));
    }

    /** Where chunks can be loaded at the moment, a path each. */
    public List<String> openTickets() {
        return byPath.values().stream()
                .flatMap(endpoint -> endpoint.openTickets().stream())
                .toList();
    }

    /** For buyers that give up while a worker is at work. */
    Hangups hangups() {
        return hangups;
    }

    /** For requests with a receipt. */
    Admission receipts() {
        return receipts;
    }

    @Override
    public void close() throws IOException {
        byPath.values().forEach(Endpoint::close);
        assistance.ifPresent(Assistance::close);
        timer.shutdownNow();
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
            String path = request.getHttpURI().getPath();
            Matcher ticket = TICKET.matcher(path);
            boolean isTicket = ticket.matches();
            Optional<Endpoint> endpoint = Optional.ofNullable(byPath.get(isTicket ? ticket.group(1) : path));
            if (endpoint.isPresent() && isTicket) {
                endpoint.get().serveTicket(visit, ticket.group(2));
            } else if (endpoint.isPresent()) {
                endpoint.get().serve(visit);
            } else {
                visit.refuse(404, "there is no such endpoint, or not any more");
                visit.succeed();
            }
            return true;
        }
    }
}
