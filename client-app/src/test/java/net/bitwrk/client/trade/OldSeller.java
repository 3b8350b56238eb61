package net.bitwrk.client.trade;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/**
 * A seller of BitWrk 0.7 that takes work as a whole (protocol section 9), and is as strict: any fault is answered with 500
 * and ends the sale. It polls, so seconds pass before it knows that the buyer is there.
 */
final class OldSeller extends OldClient implements AutoCloseable {
    private final HttpServer server;
    private final CompletableFuture<Void> sold = new CompletableFuture<>();
    private final byte[] resultKey = random();

    private String id = "";
    private byte[] encrypted = new byte[0];
    private boolean isOver;

    OldSeller(URI exchange) throws IOException {
        super(exchange);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "old-seller");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    /** Sells once; ends when the result is published. */
    void sell(String article, String price, UnaryOperator<byte[]> worker) throws IOException, InterruptedException {
        id = contract("SELL", article, price);
        transaction(id);
        server.createContext("/96e328ca", exchange -> serve(exchange, worker));
        say(
                id,
                Map.of(
                        "workerurl",
                        "http://" + myIp() + ":" + server.getAddress().getPort() + "/96e328ca"));
        try {
            sold.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }

    private void serve(HttpExchange exchange, UnaryOperator<byte[]> worker) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            byte[] answer;
            int status = 200;
            try {
                answer = answer(exchange, body, worker);
            } catch (IOException | InterruptedException | RuntimeException e) {
                isOver = true;
                sold.completeExceptionally(e);
                status = 500;
                answer = String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8);
            }
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private byte[] answer(HttpExchange exchange, byte[] body, UnaryOperator<byte[]> worker)
            throws IOException, InterruptedException {
        require(!isOver, "404, the sale is over");
        if (exchange.getRequestMethod().equals("OPTIONS")) {
            // Less than 0.7 can: so a buyer has to send its work as a whole.
            return "{\"Adler32Chunking\": false, \"GZIPCompression\": true}".getBytes(StandardCharsets.US_ASCII);
        }
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        if (type.startsWith("multipart/form-data; boundary=")) {
            encrypted = crypt(resultKey, worker.apply(work(body, type.substring(type.indexOf('=') + 1))));
            exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
            return encrypted;
        }
        require(type.equals("application/x-www-form-urlencoded"), "Content-Type of the receipt: " + type);
        takeReceipt(new String(body, StandardCharsets.US_ASCII));
        return new byte[0];
    }

    /** The parts work and buyersecret, in this order and no others. */
    private byte[] work(byte[] body, String quoted) throws IOException, InterruptedException {
        String boundary = quoted.replace("\"", "");
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String[] parts = text.split("--" + boundary);
        require(parts.length == 4 && parts[3].startsWith("--"), "not two parts: " + (parts.length - 2));
        require(parts[1].contains("name=\"work\"") && parts[1].contains("filename=\"workfile.bin\""), parts[1]);
        require(parts[2].contains("name=\"buyersecret\""), "second part");
        byte[] work = content(parts[1]);
        byte[] secret = HexFormat.of().parseHex(new String(content(parts[2]), StandardCharsets.US_ASCII));
        var seen = await(id, "TRANSMITTING");
        require(hash(work).equals(seen.getString("WorkHash")), "another work than agreed");
        byte[] workHash = HexFormat.of().parseHex(seen.getString("WorkHash"));
        require(hash(workHash, secret).equals(seen.getString("WorkSecretHash")), "another secret than agreed");
        say(id, Map.of("buyersecret", hex(secret)));
        return work;
    }

    private static byte[] content(String part) {
        int from = part.indexOf("\r\n\r\n") + 4;
        byte[] bytes = part.getBytes(StandardCharsets.ISO_8859_1);
        return Arrays.copyOfRange(bytes, from, bytes.length - 2);
    }

    private void takeReceipt(String form) throws IOException, InterruptedException {
        String[] fields = form.split("&");
        require(fields.length == 2 && fields[0].equals("encresulthash=" + hash(encrypted)), "receipt: " + form);
        require(fields[1].startsWith("encresulthashsig="), "receipt: " + form);
        String signature =
                URLDecoder.decode(fields[1].substring(fields[1].indexOf('=') + 1), StandardCharsets.US_ASCII);
        say(
                id,
                Map.of(
                        "encresulthash", hash(encrypted),
                        "encresulthashsig", signature,
                        "encresultkey", hex(resultKey)));
        sold.complete(null);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
