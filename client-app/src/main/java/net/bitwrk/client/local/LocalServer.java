package net.bitwrk.client.local;

import net.bitwrk.client.peer.Hangups;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The HTTP server of the local interface. Reading a body and sending a file take a thread; waiting for a result takes
 * none.
 */
public final class LocalServer implements AutoCloseable {
    /** The Blender add-on posts up to 256 pieces of work at once (protocol section 11); as many again for the rest. */
    private static final int MAX_THREADS = 512;

    /** Of a connection on which nothing moves; a buy that waits is excepted. */
    private static final int IDLE_MILLIS = 60_000;

    private final Server server;
    private final ServerConnector connector;
    private final ScheduledExecutorService timer;

    /**
     * @param address to listen on; empty: all
     * @param port to listen on; 0: any free one
     * @param routes the calls, see {@link Dispatcher}
     * @param anyArticle what a {@code POST} to any other path does
     */
    public LocalServer(String address, int port, Guard guard, List<Route> routes, Route anyArticle) {
        var threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("local");
        timer = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "local-hangups");
            thread.setDaemon(true);
            return thread;
        });
        server = new Server(threads);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
        connector.setHost(address.isEmpty() ? null : address);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        server.setErrorHandler(new PlainErrors());
        server.setHandler(new Dispatcher(guard, new Hangups(timer), routes, anyArticle));
    }

    private static HttpConfiguration configuration() {
        var configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(true);
        // Articles have slashes, which some programs escape.
        configuration.setUriCompliance(
                UriCompliance.DEFAULT.with("articles", UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR));
        return configuration;
    }

    /** @throws IOException if the port cannot be listened on */
    public void start() throws IOException {
        try {
            server.start();
        } catch (IOException e) {
            String why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new IOException(
                    "cannot listen on " + connector.getHost() + ":" + connector.getPort() + " (" + why
                            + "): perhaps another client does; -intport PORT names another port",
                    e);
        } catch (Exception e) {
            throw new IOException("the local interface does not start: " + e.getMessage(), e);
        }
    }

    /** The port listened on. */
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            server.stop();
        } catch (Exception e) {
            System.getLogger(LocalServer.class.getName())
                    .log(System.Logger.Level.WARNING, "the local interface did not stop cleanly", e);
        }
    }
}
