package net.bitwrk.exchange.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;

/** An exchange at an address, as its clients see it: redirects are answers, not followed. */
final class Exchange {
    static final String JSON = "application/json";
    static final String FORM = "application/x-www-form-urlencoded";
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final URI root;

    /** @param root ends with a slash */
    Exchange(URI root) {
        this.root = root;
    }

    URI root() {
        return root;
    }

    /** @param headers names and values in turn */
    Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    Answer getJson(String path) {
        return get(path, "Accept", JSON);
    }

    Answer post(String path, String form) {
        return send("POST", path, form, "Content-Type", FORM, "Accept", JSON);
    }

    String nonce() {
        return get("/nonce").expect(200).body();
    }

    /** The path is taken as it is, {@code //bid/ID} too. */
    Answer send(String method, String path, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(root.toString().replaceFirst("/$", "") + path))
                .timeout(PATIENCE)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return new Answer(method + " " + path, client.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Only with the tests' archive. */
    void stopClock(Instant moment) {
        get("/test-clock?stop=" + moment).expect(200);
    }

    /** Only with the tests' archive. */
    void runClock() {
        get("/test-clock?run").expect(200);
    }

    /** The exchange's time; only with the tests' archive. */
    Instant time() {
        return Instant.parse(get("/test-clock").expect(200).body());
    }
}
