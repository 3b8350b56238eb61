package net.bitwrk.client.local;

import net.bitwrk.client.local.Route.Access;
import net.bitwrk.client.local.Route.Effect;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.CompletableResponseListener;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpHeader;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Passes calls on to the exchange, with method, body and {@code Accept}, and its answer back. What it answers with 200
 * to a {@code GET} is kept for 30 s. Pages of the exchange come back without any rights: they would otherwise be pages
 * of the client.
 */
public final class Relay {
    /** Protocol section 11. */
    private static final Duration KEPT = Duration.ofSeconds(30);

    /** Of connecting and answering together, for a page that a user waits for. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int MAX_KEPT = 256;
    private static final int MAX_REQUEST_BYTES = 65_536;
    private static final int MAX_ANSWER_BYTES = 4 << 20;

    /** May show itself, and nothing else: no script, no form, no origin. */
    private static final String NO_RIGHTS =
            "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";

    private final URI exchange;
    private final HttpClient client;
    private final Clock clock;
    private final Map<Question, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Kept> eldest) {
            return size() > MAX_KEPT;
        }
    };

    private record Question(String target, String accept) {}

    private record Kept(RelayedAnswer answer, Instant until) {}

    /** @param client that follows no redirects */
    public Relay(URI exchange, HttpClient client, Clock clock) {
        this.exchange = exchange;
        this.client = client;
        this.clock = clock;
    }

    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (String path : List.of("/account/", "/bid/", "/tx/", "/deposit/", "/motd")) {
            routes.add(Route.get(path, Access.OPEN, Effect.READS, this::relay));
            routes.add(new Route(path, Set.of("POST"), Access.OPEN, Effect.CHANGES, this::relay));
        }
        return routes;
    }

    private void relay(Call call) throws IOException {
        byte[] body = bodyOf(call);
        boolean isGet = call.method().equals("GET") || call.method().equals("HEAD");
        String accept = call.header("Accept").orElse("*/*");
        RelayedAnswer answer = isGet
                ? get(call.target(), accept)
                : ask(call.method(), call.target(), accept, call.header("Content-Type"), body);
        call.setHeader("Content-Security-Policy", NO_RIGHTS);
        answer.location().ifPresent(location -> call.setHeader("Location", location));
        call.answer(answer.status(), answer.contentType(), answer.body());
    }

    private static byte[] bodyOf(Call call) throws IOException {
        try (InputStream body = call.body()) {
            byte[] bytes = body.readNBytes(MAX_REQUEST_BYTES + 1);
            if (bytes.length > MAX_REQUEST_BYTES) {
                throw new Refused(Refusal.INPUT, "the body is longer than " + MAX_REQUEST_BYTES + " bytes");
            }
            return bytes;
        }
    }

    /**
     * Asks with GET, or remembers.
     *
     * @param target path and query
     * @throws Refused (502) if there is no answer
     */
    RelayedAnswer get(String target, String accept) {
        var question = new Question(target, accept);
        synchronized (kept) {
            Kept known = kept.get(question);
            if (known != null && clock.instant().isBefore(known.until())) {
                return known.answer();
            }
        }
        RelayedAnswer answer = ask("GET", target, accept, Optional.empty(), new byte[0]);
        if (answer.status() == 200) {
            synchronized (kept) {
                kept.put(question, new Kept(answer, clock.instant().plus(KEPT)));
            }
        }
        return answer;
    }

    private RelayedAnswer ask(String method, String target, String accept, Optional<String> type, byte[] body) {
        Request request = client.newRequest(at(target)).method(method);
        request.headers(headers -> {
            headers.put(HttpHeader.ACCEPT, accept);
            type.ifPresent(given -> headers.put(HttpHeader.CONTENT_TYPE, given));
        });
        if (body.length > 0) {
            request.body(new BytesRequestContent(type.orElse("application/octet-stream"), body));
        }
        try {
            ContentResponse answer = new CompletableResponseListener(request, MAX_ANSWER_BYTES)
                    .send()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return RelayedAnswer.of(answer);
        } catch (ExecutionException | TimeoutException e) {
            request.abort(e);
            throw new Refused(Refusal.UPSTREAM, "the exchange at " + exchange + " does not answer: " + reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            request.abort(e);
            throw new Refused(Refusal.UPSTREAM, "the client is stopping");
        }
    }

    /** The same host always: a target is never taken for a host of its own. */
    private URI at(String target) {
        return URI.create(exchange.toString().replaceFirst("/+$", "") + "/" + target.replaceFirst("^/+", ""));
    }

    private static String reason(Exception failure) {
        if (failure instanceof TimeoutException) {
            return "nothing came within " + PATIENCE.toSeconds() + " s";
        }
        Throwable cause = failure.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
