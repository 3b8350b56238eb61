package net.bitwrk.client.local;

import net.bitwrk.client.exchange.Exchange;
import net.bitwrk.client.exchange.Relayed;
import net.bitwrk.client.local.Route.Access;
import net.bitwrk.client.local.Route.Effect;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Passes calls on to the exchange, with method, body and {@code Accept}, and its answer back. What it answers with 200
 * to a {@code GET} is kept for 30 s. Pages of the exchange come back without any rights: they would otherwise be pages
 * of the client.
 */
public final class Relay {
    /** Protocol section 11. */
    private static final Duration KEPT = Duration.ofSeconds(30);

    private static final int MAX_KEPT = 64;
    private static final int MAX_REQUEST_BYTES = 65_536;
    private static final int OK = 200;

    /** May show itself, and nothing else: no script, no form, no origin. */
    private static final String NO_RIGHTS =
            "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'";

    private final Exchange exchange;
    private final Clock clock;
    private final Map<Question, Kept> kept = new LinkedHashMap<>();

    private record Question(String target, String accept) {}

    private record Kept(Relayed answer, Instant until) {}

    public Relay(Exchange exchange, Clock clock) {
        this.exchange = exchange;
        this.clock = clock;
    }

    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (String path : List.of("/account/", "/bid/", "/tx/", "/deposit/", "/motd")) {
            routes.add(Route.get(path, Access.OPEN, Effect.READS, this::relayGet));
            routes.add(new Route(path, Set.of("POST"), Access.OPEN, Effect.CHANGES, this::relayPost));
        }
        // Market data, so that programs here need not know which exchange it is.
        for (String path : List.of("/articles/", "/query/prices")) {
            routes.add(Route.get(path, Access.OPEN, Effect.READS, this::relayGet));
        }
        return routes;
    }

    private void relayGet(Call call) {
        passBack(call, get(call.target(), accept(call)));
    }

    private void relayPost(Call call) throws IOException {
        try (InputStream body = call.body()) {
            byte[] bytes = body.readNBytes(MAX_REQUEST_BYTES + 1);
            if (bytes.length > MAX_REQUEST_BYTES) {
                throw new Refused(Refusal.INPUT, "the body is longer than " + MAX_REQUEST_BYTES + " bytes");
            }
            String type = call.header("Content-Type").orElse("application/octet-stream");
            passBack(call, ask(call.method(), call.target(), accept(call), type, bytes));
        }
    }

    private static String accept(Call call) {
        return call.header("Accept").orElse("*/*");
    }

    private static void passBack(Call call, Relayed answer) {
        call.setHeader("Content-Security-Policy", NO_RIGHTS);
        answer.location().ifPresent(location -> call.setHeader("Location", location));
        call.answer(answer.status(), answer.contentType(), answer.body());
    }

    /**
     * Asks with GET, or remembers.
     *
     * @param target path and query
     * @throws Refused (502) if there is no answer
     */
    public Relayed get(String target, String accept) {
        var question = new Question(target, accept);
        synchronized (kept) {
            kept.values().removeIf(old -> !clock.instant().isBefore(old.until()));
            Kept known = kept.get(question);
            if (known != null) {
                return known.answer();
            }
        }
        Relayed answer = ask("GET", target, accept, "", new byte[0]);
        synchronized (kept) {
            if (answer.status() == OK && kept.size() < MAX_KEPT) {
                kept.put(question, new Kept(answer, clock.instant().plus(KEPT)));
            }
        }
        return answer;
    }

    private Relayed ask(String method, String target, String accept, String type, byte[] body) {
        try {
            return exchange.relay(method, target, accept, type, body);
        } catch (IOException e) {
            throw new Refused(Refusal.UPSTREAM, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(Refusal.UPSTREAM, "the client is stopping");
        }
    }
}
