package net.bitwrk.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import net.bitwrk.rays.Part;
import net.bitwrk.rays.Picture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A page that shows the picture growing. It asks for the list of tiles again and again, and puts each in its place. */
final class TilePage implements AutoCloseable {
    private final HttpServer server;
    private final List<JsonObject> tiles = new CopyOnWriteArrayList<>();
    private final List<byte[]> pictures = new CopyOnWriteArrayList<>();
    private final Site exchange;
    private final int side;
    private final int total;

    /** @param side of the whole picture, in pixels, and in how many tiles it is bought */
    TilePage(Site exchange, int side, int total) throws IOException {
        this.exchange = exchange;
        this.side = side;
        this.total = total;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    void add(Part place, Picture tile, Trade trade) throws IOException {
        var png = new ByteArrayOutputStream();
        tile.writePng(png);
        pictures.add(png.toByteArray());
        tiles.add(Json.createObjectBuilder()
                .add("picture", "/tile/" + (pictures.size() - 1) + ".png")
                .add("x", place.x0())
                .add("y", place.y0())
                .add("width", place.width())
                .add("height", place.height())
                .add("seller", trade.seller())
                .add("price", trade.price().toString())
                .add("seconds", trade.duration().toMillis() / 1e3)
                .add("link", exchange.address().resolve("/tx/" + trade.id()).toString())
                .build());
    }

    private void serve(HttpExchange call) throws IOException {
        try (call) {
            String path = call.getRequestURI().getPath();
            if (path.equals("/")) {
                send(call, "text/html; charset=utf-8", resource("picture.html"));
            } else if (path.equals("/picture.js")) {
                send(call, "text/javascript", resource("picture.js"));
            } else if (path.equals("/tiles")) {
                send(call, "application/json", tiles());
            } else if (path.matches("/tile/[0-9]{1,4}\\.png") && number(path) < pictures.size()) {
                send(call, "image/png", pictures.get(number(path)));
            } else {
                call.sendResponseHeaders(404, -1);
            }
        }
    }

    private byte[] tiles() {
        return Json.createObjectBuilder()
                .add("side", side)
                .add("total", total)
                .add("tiles", Json.createArrayBuilder(tiles))
                .build()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static int number(String path) {
        return Integer.parseInt(path.substring("/tile/".length(), path.length() - ".png".length()));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = TilePage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + name);
            }
            return in.readAllBytes();
        }
    }

    private static void send(HttpExchange call, String type, byte[] body) throws IOException {
        call.getResponseHeaders().set("Content-Type", type);
        call.getResponseHeaders()
                .set("Content-Security-Policy", "default-src 'self'; style-src 'self' 'unsafe-inline'");
        call.sendResponseHeaders(200, body.length);
        call.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
