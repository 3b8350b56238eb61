package net.bitwrk.client;

import net.bitwrk.rays.LocalClient;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A worker that gives back what it gets, over the same calls as any other (protocol section 11). It reports back after
 * each piece of work, and while it is idle every now and then, so that a restarted client finds it again.
 */
final class EchoWorker implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EchoWorker.class.getName());
    private static final int SECONDS_BETWEEN_REPORTS = 15;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final URI client;
    private final String article;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(EchoWorker::daemon);
    private final Server server = new Server();
    private final AtomicInteger working = new AtomicInteger();
    private String id;
    private String pushUrl;
    private boolean isLeaving;

    private EchoWorker(URI client, String article) {
        this.client = client;
        this.article = article;
    }

    /** @throws IOException if the client does not answer, or refuses the worker */
    static EchoWorker start(URI client, String article) throws IOException, InterruptedException {
        var worker = new EchoWorker(client, article);
        worker.listen();
        worker.report();
        worker.timer.scheduleWithFixedDelay(
                worker::reportIfIdle, SECONDS_BETWEEN_REPORTS, SECONDS_BETWEEN_REPORTS, TimeUnit.SECONDS);
        return worker;
    }

    private static Thread daemon(Runnable task) {
        var thread = new Thread(task, "echo-reports");
        thread.setDaemon(true);
        return thread;
    }

    /** On the address under which the client sees this worker, and on any free port. */
    private void listen() throws IOException, InterruptedException {
        String seen = send(HttpRequest.newBuilder(client.resolve("/myip")).build());
        String host = seen.substring(0, Math.max(0, seen.lastIndexOf(':')));
        var connector = new ServerConnector(server, 1, 1);
        connector.setHost(host.replaceAll("[\\[\\]]", ""));
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws IOException {
                echo(request, response, callback);
                return true;
            }
        });
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException("cannot listen on " + host + ": " + e.getMessage(), e);
        }
        id = "echo-" + host + "-" + connector.getLocalPort();
        pushUrl = "http://" + host + ":" + connector.getLocalPort() + "/work";
    }

    private void echo(Request request, Response response, Callback callback) throws IOException {
        working.incrementAndGet();
        Path work = Files.createTempFile("bitwrk-echo", ".work");
        try (InputStream body = Content.Source.asInputStream(request)) {
            Files.copy(body, work, StandardCopyOption.REPLACE_EXISTING);
            response.getHeaders().put("Content-Type", "application/octet-stream");
            response.getHeaders().put("Content-Length", Files.size(work));
            InputStream result = Files.newInputStream(work);
            Content.copy(Content.Source.from(result), response, Callback.from(callback, () -> over(work)));
        } catch (IOException e) {
            over(work);
            throw e;
        }
    }

    private void over(Path work) {
        try {
            Files.deleteIfExists(work);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot delete {0}: {1}", work, e.getMessage());
        }
        working.decrementAndGet();
        try {
            timer.execute(this::reportIfIdle);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "this worker ends", e);
        }
    }

    private synchronized void reportIfIdle() {
        if (isLeaving || working.get() > 0) {
            return;
        }
        try {
            report();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot report to {0}: {1}", client, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void report() throws IOException, InterruptedException {
        post("/registerworker", "id=" + escaped(id) + "&article=" + escaped(article) + "&pushurl=" + escaped(pushUrl));
    }

    private void post(String path, String form) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(client.resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build());
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        HttpRequest limited = HttpRequest.newBuilder(request, (name, value) -> true)
                .timeout(PATIENCE)
                .build();
        HttpResponse<String> answer;
        try {
            answer = http.send(limited, BodyHandlers.ofString());
        } catch (IOException e) {
            throw LocalClient.noAnswer(client, e);
        }
        if (answer.statusCode() != 200) {
            throw new IOException(request.uri().getPath() + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body();
    }

    private static String escaped(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** Unregisters and stops listening. */
    @Override
    public void close() {
        takeLeave();
        timer.shutdownNow();
        try {
            server.stop();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "the worker did not stop cleanly", e);
        }
    }

    /** Not while we report that we are idle, nor before: the client would go on with a worker that is not there. */
    private synchronized void takeLeave() {
        isLeaving = true;
        try {
            post("/unregisterworker", "id=" + escaped(id));
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "cannot unregister at {0}: {1}", client, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
