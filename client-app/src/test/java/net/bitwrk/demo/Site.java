package net.bitwrk.demo;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** The exchange or a client, as seen by HTTP. */
public record Site(URI address) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public static Site at(int port) {
        return new Site(URI.create("http://127.0.0.1:" + port));
    }

    public String text(String path) throws IOException, InterruptedException {
        return send(request(path), 200);
    }

    public JsonObject object(String path) throws IOException, InterruptedException {
        try (JsonReader reader = json(path)) {
            return reader.readObject();
        }
    }

    public JsonArray array(String path) throws IOException, InterruptedException {
        try (JsonReader reader = json(path)) {
            return reader.readArray();
        }
    }

    private JsonReader json(String path) throws IOException, InterruptedException {
        return Json.createReader(new StringReader(send(request(path).header("Accept", "application/json"), 200)));
    }

    /** Fills in a form and expects the redirect that means success. */
    void post(String path, Map<String, String> fields) throws IOException, InterruptedException {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        send(
                request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)),
                303);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(20));
    }

    private static String send(HttpRequest.Builder builder, int expected) throws IOException, InterruptedException {
        HttpRequest request = builder.build();
        var answer = HTTP.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != expected) {
            throw new IOException(
                    "%s %s: %d %s".formatted(request.method(), request.uri(), answer.statusCode(), answer.body()));
        }
        return answer.body();
    }
}
