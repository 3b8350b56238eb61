package net.bitwrk.client.exchange;

import org.eclipse.jetty.client.BufferingResponseListener;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.StringRequestContent;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** HTTP with one exchange, connections kept alive; redirects are answers like any other. Thread-safe. */
final class Connection implements AutoCloseable {
    static final String JSON = "application/json";
    static final String FORM = "application/x-www-form-urlencoded";

    private static final Duration CONNECT = Duration.ofSeconds(10);
    /** For calls that do not wait; generous, since a commit may queue behind others. */
    private static final Duration CALL = Duration.ofSeconds(30);
    /** Every activity may have one watch open; the rest are short calls. */
    private static final int MAX_CONNECTIONS = 1024;

    private static final int MAX_QUEUED = 4096;
    private static final int MAX_THREADS = 16;
    private static final int MAX_BODY = 4 << 20;

    private final HttpClient client = new HttpClient();
    private final URI base;

    Connection(URI exchange, String userAgent) {
        base = Objects.requireNonNull(exchange, "exchange");
        var threads = new QueuedThreadPool(MAX_THREADS, 2);
        threads.setName("exchange-client");
        threads.setDaemon(true);
        client.setExecutor(threads);
        client.setFollowRedirects(false);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        client.setConnectTimeout(CONNECT.toMillis());
        client.setMaxConnectionsPerDestination(MAX_CONNECTIONS);
        client.setMaxRequestsQueuedPerDestination(MAX_QUEUED);
        client.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, userAgent));
        try {
            client.start();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP client does not start", e);
        }
        client.getContentDecoderFactories().clear();
    }

    URI base() {
        return base;
    }

    Request get(String path) {
        return request(HttpMethod.GET, path, JSON);
    }

    /** A form, encoded by the caller because its very text is what was signed. */
    Request post(String path, String form) {
        return request(HttpMethod.POST, path, JSON).body(new StringRequestContent(FORM, form));
    }

    Request request(HttpMethod method, String path, String accept) {
        return client.newRequest(base.resolve(path))
                .method(method)
                .headers(fields -> fields.put(HttpHeader.ACCEPT, accept));
    }

    /** Sends and waits; an interrupt gives the request up. */
    Answer send(Request request) throws IOException, InterruptedException {
        CompletableFuture<Answer> coming = start(request, CALL);
        try {
            return coming.get();
        } catch (InterruptedException e) {
            request.abort(e);
            throw e;
        } catch (ExecutionException e) {
            throw noAnswer(e.getCause());
        }
    }

    /** Sends without waiting. */
    CompletableFuture<Answer> start(Request request, Duration limit) {
        var answer = new CompletableFuture<Answer>();
        request.timeout(limit.toMillis(), TimeUnit.MILLISECONDS).send(new BufferingResponseListener(MAX_BODY) {
            @Override
            public void onComplete(Result result) {
                if (result.isFailed()) {
                    answer.completeExceptionally(result.getFailure());
                } else {
                    byte[] body = getContent();
                    var heard = new Answer(
                            result.getResponse().getStatus(),
                            result.getResponse().getHeaders(),
                            body == null ? new byte[0] : body);
                    if (heard.isOfAnother(request.getHeaders().get(HttpHeader.ACCEPT))) {
                        answer.completeExceptionally(new IOException(heard.status() + " and a web page came instead:"
                                + " it is starting, or something else is there"));
                    } else {
                        answer.complete(heard);
                    }
                }
            }
        });
        return answer;
    }

    Relayed relay(String method, String pathAndQuery, String accept, String contentType, byte[] body)
            throws IOException, InterruptedException {
        Request request = request(HttpMethod.fromString(method), pathAndQuery, accept);
        if (body.length > 0) {
            request.body(new BytesRequestContent(contentType, body));
        }
        Answer answer = send(request);
        Optional<String> location =
                answer.field("Location").filter(path -> path.startsWith("/") && !path.startsWith("//"));
        return new Relayed(
                answer.status(),
                answer.field("Content-Type").orElse("application/octet-stream"),
                location,
                answer.body());
    }

    IOException noAnswer(Throwable cause) {
        // Jetty tells the whole state of its connection.
        boolean hungUp = cause instanceof EOFException || cause.getMessage() == null;
        String why =
                hungUp ? "it hung up" : cause.getMessage().lines().findFirst().orElse("");
        return new IOException("the exchange at " + base + " does not answer: " + why, cause);
    }

    /** Has {@code task} run later, by one of the client's threads; it must not block. */
    void later(Duration pause, Runnable task) {
        client.getScheduler().schedule(task, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        try {
            client.stop();
        } catch (Exception e) {
            System.getLogger(Connection.class.getName())
                    .log(System.Logger.Level.WARNING, "the HTTP client does not stop", e);
        }
    }
}
