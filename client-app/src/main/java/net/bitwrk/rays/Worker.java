package net.bitwrk.rays;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Sells pictures: a small web server to which the client pushes work, one piece at a time, and which answers with the result.
 *
 * <p>It is the web server of the JDK: a worker needs no library, and this one can be copied as it stands. One thread does everything in
 * turn: work, and every half minute the word to the client that we are idle, in case it was started anew and has forgotten us. So we can
 * never call ourselves idle while we draw.
 */
public final class Worker implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Worker.class.getName());
    private static final String PATH = "/work";
    private static final int WORD_SECONDS = 30;

    static {
        // Without the first, each answer on a kept connection waits 40 ms (JDK-6968351). The second bounds the sending
        // of work, in seconds.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxReqTime", "60");
    }

    private final LocalClient client;
    private final HttpServer server;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final URI pushUrl;
    private final String id;
    private boolean isLeaving;

    private Worker(LocalClient client, HttpServer server, String host) {
        this.client = client;
        this.server = server;
        int port = server.getAddress().getPort();
        this.pushUrl = URI.create("http://" + host + ":" + port + PATH);
        this.id = "rays-" + host + "-" + port;
    }

    /**
     * Listens where the client can reach us, and registers there.
     *
     * @param port to listen on; 0 for any that is free
     * @throws IOException when the client does not answer, or the port is taken
     */
    public static Worker start(LocalClient client, int port) throws IOException, InterruptedException {
        String host = client.myHost();
        var worker = new Worker(client, listening(host, port), host);
        worker.server.createContext(PATH, worker::serve);
        worker.server.setExecutor(worker.thread);
        worker.server.start();
        client.registerWorker(worker.id, RaysBuyer.ARTICLE, worker.pushUrl);
        worker.thread.scheduleWithFixedDelay(worker::sayIdle, WORD_SECONDS, WORD_SECONDS, TimeUnit.SECONDS);
        return worker;
    }

    private static HttpServer listening(String host, int port) throws IOException {
        try {
            return HttpServer.create(new InetSocketAddress(host, port), 0);
        } catch (BindException e) {
            throw new IOException(
                    "cannot listen on " + host + ":" + port + " (" + e.getMessage() + "): --port names another", e);
        }
    }

    public URI pushUrl() {
        return pushUrl;
    }

    private void serve(HttpExchange exchange) {
        try (exchange) {
            answer(exchange);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.INFO, "work given up, the client has hung up: {0}", e.getMessage());
        } finally {
            // After every piece of work, done or not: until we say so, the client sends us no more.
            sayIdle();
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")
                || !exchange.getRequestURI().getPath().equals(PATH)) {
            refuse(exchange, 405, "work is sent by POST to " + PATH);
            return;
        }
        byte[] work = exchange.getRequestBody().readNBytes(Scene.MAX_WORK_BYTES + 1);
        if (work.length > Scene.MAX_WORK_BYTES) {
            // The client reads no answer before it has sent all, and none that a connection was reset behind.
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            refuse(exchange, 413, "work has more than " + Scene.MAX_WORK_BYTES + " bytes");
            return;
        }
        try {
            draw(exchange, Scene.parse(work));
        } catch (IllegalArgumentException e) {
            // Not 500: after that the client waits until we report back, after anything else it goes on.
            refuse(exchange, 400, e.getMessage());
        }
    }

    /** Sends row by row: so we learn that the client has hung up, which means cancel, from the row that cannot be sent, and stop. */
    private static void draw(HttpExchange exchange, Scene scene) throws IOException {
        var part = scene.part();
        byte[] header = Picture.header(part.width(), part.height());
        exchange.getResponseHeaders().set("Content-Type", "image/x-portable-pixmap");
        exchange.sendResponseHeaders(200, header.length + 3 * part.pixels());
        exchange.getResponseBody().write(header);
        Tracer.draw(scene, exchange.getResponseBody());
        LOG.log(System.Logger.Level.INFO, "drawn {0}", part);
    }

    private static void refuse(HttpExchange exchange, int status, String reason) throws IOException {
        LOG.log(System.Logger.Level.INFO, "work refused status={0} reason={1}", status, reason);
        byte[] text = reason.getBytes(StandardCharsets.US_ASCII);
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.sendResponseHeaders(status, text.length);
        exchange.getResponseBody().write(text);
    }

    private synchronized void sayIdle() {
        if (isLeaving) {
            return;
        }
        try {
            client.registerWorker(id, RaysBuyer.ARTICLE, pushUrl);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the client does not answer, trying again: {0}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Not while we say that we are idle, nor before: the client would go on with a worker that is not there. */
    private synchronized void takeLeave() {
        isLeaving = true;
        try {
            client.unregisterWorker(id);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.INFO, "the client does not answer any more: {0}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells the client, so that it sends no more; what is being drawn is given up. */
    @Override
    public void close() {
        takeLeave();
        thread.shutdownNow();
        server.stop(0);
    }
}
