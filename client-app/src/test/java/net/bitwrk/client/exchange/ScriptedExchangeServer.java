package net.bitwrk.client.exchange;

import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.document.Form;
import net.bitwrk.protocol.json.BidJson;
import net.bitwrk.protocol.json.TransactionJson;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** {@link ScriptedExchange} over HTTP, in the manner of this project or of BitWrk 0.7, with faults when a test wants. */
public final class ScriptedExchangeServer implements AutoCloseable {
    /** One request as it came. */
    public record Call(String name, Optional<String> ifNoneMatch, Optional<String> prefer, long nanos) {}

    /** What goes wrong. */
    public enum Fault {
        /** Answers 302 where 303 is due. */
        FOUND,
        /** Answers 303 without {@code X-Bid-Key}. */
        NO_KEY,
        /** Does what is asked, then hangs up. */
        LOSE_ANSWER,
        /** Does what is asked, answers 600 ms later. */
        SLOW_ANSWER,
        /** Answers 500 and does nothing. */
        BROKEN,
        /** Answers 404 and does nothing. */
        REFUSED,
        /** An application server without the exchange: answers 404 with a web page, and does nothing. */
        WEB_PAGE,
        /** The same with 503. */
        WEB_PAGE_503,
        /** Answers 400, as to an article that nobody may trade, and does nothing. */
        NOT_TRADED,
        /** Answers 429 and does nothing, and wants to be left alone for a second. */
        TOO_MANY,
        /** Does what is asked, and a proxy on the way answers 502. */
        BAD_GATEWAY
    }

    private final ScriptedExchange exchange;
    private final boolean waits;
    private final Server server = new Server(new QueuedThreadPool(400));
    private final ServerConnector connector = new ServerConnector(server);
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Fault> faults = new ConcurrentHashMap<>();

    /**
     * @param waits whether {@code Prefer: wait} is honoured; 0.7 does not
     * @param port 0: any
     */
    public ScriptedExchangeServer(ScriptedExchange exchange, boolean waits, int port) throws Exception {
        this.exchange = exchange;
        this.waits = waits;
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                answer(request, response, callback);
                return true;
            }
        });
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/");
    }

    /** The calls so far whose method and path begin so. */
    public List<Call> calls(String name) {
        return calls.stream().filter(call -> call.name().startsWith(name)).toList();
    }

    /** The next call whose method and path, and for posts the body after a space, begin so goes wrong. */
    public void next(String call, Fault fault) {
        faults.put(call, fault);
    }

    /** What has not gone wrong yet. */
    public List<String> faultsLeft() {
        return faults.keySet().stream().sorted().toList();
    }

    private void answer(Request request, Response response, Callback callback) throws Exception {
        String path = Request.getPathInContext(request);
        String name = request.getMethod() + " " + path;
        calls.add(new Call(name, field(request, "If-None-Match"), field(request, "Prefer"), System.nanoTime()));
        String body = Content.Source.asString(request, StandardCharsets.UTF_8);
        Optional<Fault> fault = faults.keySet().stream()
                .filter((name + " " + body)::startsWith)
                .findFirst()
                .map(faults::remove);
        try {
            if (fault.isPresent()) {
                refuse(fault.get(), response);
            }
            if (request.getMethod().equals("GET")) {
                get(request, response, callback, path);
            } else {
                post(request, response, callback, path, Form.parse(body), fault);
            }
        } catch (ScriptedExchange.Refusal refusal) {
            write(response, callback, refusal.status, refusal.getMessage());
        } catch (Malformed malformed) {
            write(response, callback, 400, malformed.getMessage());
        }
    }

    private static void refuse(Fault fault, Response response) {
        String reason = "broken\nby the test \u00e9";
        switch (fault) {
            case BROKEN -> throw new ScriptedExchange.Refusal(500, reason);
            case REFUSED -> throw new ScriptedExchange.Refusal(404, reason + "x".repeat(2000));
            case WEB_PAGE, WEB_PAGE_503 -> {
                response.getHeaders().put("Content-Type", "text/html;charset=utf-8");
                throw new ScriptedExchange.Refusal(fault == Fault.WEB_PAGE ? 404 : 503, "<!DOCTYPE html><html>");
            }
            case NOT_TRADED -> throw new ScriptedExchange.Refusal(400, "article is not traded here");
            case TOO_MANY -> {
                response.getHeaders().put("Retry-After", "1");
                throw new ScriptedExchange.Refusal(429, reason);
            }
            default -> {}
        }
    }

    private static Optional<String> field(Request request, String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    private void get(Request request, Response response, Callback callback, String path) throws Exception {
        if (path.equals("/nonce")) {
            write(response, callback, 200, exchange.nonce());
        } else if (path.equals("/myip")) {
            write(response, callback, 200, Request.getRemoteAddr(request));
        } else if (path.startsWith("/bid/") || path.startsWith("/tx/")) {
            getTagged(request, response, callback, path);
        } else {
            write(response, callback, 404, "nothing at " + path);
        }
    }

    private void getTagged(Request request, Response response, Callback callback, String path) throws Exception {
        String id = path.substring(path.lastIndexOf('/') + 1);
        boolean isBid = path.startsWith("/bid/");
        json(isBid, id);
        Optional<String> known = field(request, "If-None-Match");
        Optional<String> prefer = field(request, "Prefer").filter(text -> waits && known.isPresent());
        long millis = prefer.map(text -> 1000 * Long.parseLong(text.substring("wait=".length())))
                .orElse(0L);
        String tag = exchange.tag(id, known.orElse(""), millis);
        response.getHeaders().put("ETag", tag);
        prefer.ifPresent(text -> response.getHeaders().put("Preference-Applied", "wait"));
        if (known.equals(Optional.of(tag))) {
            response.setStatus(304);
            response.write(true, null, callback);
        } else {
            response.getHeaders().put("Content-Type", "application/json");
            write(response, callback, 200, json(isBid, id));
        }
    }

    private String json(boolean isBid, String id) {
        return (isBid ? BidJson.write(exchange.bid(id)) : TransactionJson.write(exchange.shown(id))).toString();
    }

    private void post(
            Request request, Response response, Callback callback, String path, Form form, Optional<Fault> fault)
            throws Exception {
        String id = path.substring(path.lastIndexOf('/') + 1);
        String location = path;
        if (path.equals("/bid")) {
            id = exchange.place(form);
            location = "/bid/" + id;
            if (!fault.equals(Optional.of(Fault.NO_KEY))) {
                response.getHeaders().put("X-Bid-Key", id);
            }
        } else if (path.startsWith("/bid/")) {
            exchange.cancel(id, form);
        } else {
            exchange.say(id, form);
        }
        if (fault.equals(Optional.of(Fault.LOSE_ANSWER))) {
            request.getConnectionMetaData().getConnection().getEndPoint().close();
            callback.failed(new IOException("lost on purpose"));
            return;
        }
        if (fault.equals(Optional.of(Fault.SLOW_ANSWER))) {
            Thread.sleep(600);
        }
        if (fault.equals(Optional.of(Fault.BAD_GATEWAY))) {
            throw new ScriptedExchange.Refusal(502, "no answer from behind");
        }
        response.getHeaders().put("Location", location);
        write(response, callback, fault.equals(Optional.of(Fault.FOUND)) ? 302 : 303, "");
    }

    private static void write(Response response, Callback callback, int status, String text) {
        response.setStatus(status);
        Content.Sink.write(response, true, text, callback);
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
