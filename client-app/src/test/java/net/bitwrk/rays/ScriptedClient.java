package net.bitwrk.rays;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;

/** The client's calls for programs (protocol §11), with a seller that follows a script: what is bought goes to it, or to the worker. */
final class ScriptedClient implements AutoCloseable {
    record Answer(int status, byte[] body) {
        static Answer of(int status, String text) {
            return new Answer(status, text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    interface Seller {
        Answer sell(String article, byte[] work) throws IOException, InterruptedException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Seller seller;

    /** Every call with its form, in order. */
    final List<String> calls = new CopyOnWriteArrayList<>();

    /** Registrations of workers: their fields. */
    final BlockingQueue<Map<String, String>> idle = new LinkedBlockingQueue<>();

    /** Something that happens while a worker takes its leave. */
    interface Step {
        void run() throws IOException, InterruptedException;
    }

    volatile Step unregistering = () -> {};

    ScriptedClient(Seller seller) throws IOException {
        this.seller = seller;
        server = listening();
    }

    /** Sells by the workers that have registered, each piece of work to one that is idle. */
    ScriptedClient() throws IOException {
        this.seller = this::sellByWorker;
        server = listening();
    }

    private HttpServer listening() throws IOException {
        var listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        listening.createContext("/", this::serve);
        listening.setExecutor(threads);
        listening.start();
        return listening;
    }

    private Answer sellByWorker(String article, byte[] work) throws IOException, InterruptedException {
        for (int i = 0; i < 1000; i++) {
            Map<String, String> worker = idle.take();
            if (worker.get("article").equals(article)) {
                return push(worker.get("pushurl"), work);
            }
            idle.add(worker);
        }
        return Answer.of(504, "nobody sells " + article);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    LocalClient local() {
        return new LocalClient(address());
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException, InterruptedException {
        String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        byte[] body = exchange.getRequestBody().readAllBytes();
        calls.add(call);
        if (call.startsWith("POST /buy/")) {
            String article = exchange.getRequestURI().getPath().substring("/buy/".length());
            Answer sold = seller.sell(article, work(exchange.getRequestHeaders().getFirst("Content-Type"), body));
            return sold.status() == 200 ? stored(exchange, sold.body()) : sold;
        } else if (call.startsWith("GET /file/")) {
            return new Answer(200, files.get(call.substring("GET /file/".length())));
        } else if (call.equals("POST /registerworker")) {
            idle.add(form(body));
            return Answer.of(200, "");
        } else if (call.equals("POST /unregisterworker")) {
            unregistering.run();
            return Answer.of(200, "");
        } else if (call.equals("GET /myip")) {
            return Answer.of(200, "127.0.0.1:60706");
        }
        return Answer.of(404, "no such call");
    }

    /** The body, or the only part of a form. */
    private static byte[] work(String type, byte[] body) {
        if (type == null || !type.startsWith("multipart/form-data")) {
            return body;
        }
        String text = new String(body, StandardCharsets.ISO_8859_1);
        return text.substring(text.indexOf("\r\n\r\n") + 4, text.lastIndexOf("\r\n--"))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private Answer stored(HttpExchange exchange, byte[] result) {
        try {
            String key = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(result));
            files.put(key, result);
            exchange.getResponseHeaders().set("Location", "/file/" + key);
            return Answer.of(303, "");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> form(byte[] body) {
        return Arrays.stream(new String(body, StandardCharsets.US_ASCII).split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(
                        field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
    }

    /** Pushes work to a worker as the client does. */
    static Answer push(String pushUrl, byte[] work) throws IOException, InterruptedException {
        var chunked = HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(work));
        var request = HttpRequest.newBuilder(URI.create(pushUrl))
                .header("Content-Type", "application/octet-stream")
                .POST(chunked)
                .build();
        var answer = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request, BodyHandlers.ofByteArray());
        return new Answer(answer.statusCode(), answer.body());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
