package net.bitwrk.exchange.system;

import jakarta.json.Json;
import jakarta.json.JsonStructure;

import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What came back, and the request it answers, for messages of failed tests. */
record Answer(String request, HttpResponse<byte[]> response) {
    int status() {
        return response.statusCode();
    }

    String body() {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    JsonStructure json() {
        try (var reader = Json.createReader(new StringReader(body()))) {
            return reader.read();
        }
    }

    /** @throws AssertionError if the status is another; tells what was asked and answered */
    Answer expect(int status) {
        if (status() != status) {
            throw new AssertionError("expected status " + status + ", but " + this);
        }
        return this;
    }

    @Override
    public String toString() {
        return request + " was answered with " + status() + " "
                + response.headers().map() + "\n" + body();
    }
}
