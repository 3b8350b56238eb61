package net.bitwrk.client.trade;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import net.bitwrk.protocol.document.Document;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.identity.PrivateKey;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * What buyer and seller of BitWrk 0.7 have in common: how they behave towards the exchange (the table in protocol section
 * 5), to the letter, sleeps included. Signing alone is ours. Whatever 0.7 would fail at is an {@link IOException}.
 */
class OldClient {
    private static final int MATCHED = 2;
    private static final int EXPIRED = 3;

    final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    final PrivateKey key = PrivateKey.generate();
    private final URI exchange;

    OldClient(URI exchange) {
        this.exchange = exchange;
    }

    /** An answer, and the tag by which alone a change is noticed. */
    record Tagged(int status, String tag, String body) {}

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(exchange.resolve(path))
                .header("User-Agent", "BitWrkGoClient/0.7.0")
                .timeout(Duration.ofMinutes(15));
    }

    /** The status is not looked at: the first 80 bytes of the body are the value. */
    private String first80(String path) throws IOException, InterruptedException {
        byte[] body = http.send(request(path).build(), HttpResponse.BodyHandlers.ofByteArray())
                .body();
        return new String(body, 0, Math.min(body.length, 80), StandardCharsets.UTF_8);
    }

    String myIp() throws IOException, InterruptedException {
        return first80("/myip");
    }

    private Tagged get(String path, String known) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).header("Accept", "application/json");
        if (!known.isEmpty()) {
            request.header("If-None-Match", known);
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        String tag = answer.headers()
                .firstValue("ETag")
                .or(() -> answer.headers().firstValue("X-ETag"))
                .filter(text -> text.startsWith("\"") && text.length() < 1024)
                .orElse("");
        return new Tagged(answer.statusCode(), tag, answer.body());
    }

    private HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
        return http.send(
                request(path)
                        .header("Accept", "application/json")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Places a bid and waits for its transaction, by polling. */
    String contract(String type, String article, String price) throws IOException, InterruptedException {
        Document bid = Document.bid(article, type, price, key.address().text(), first80("/nonce"));
        HttpResponse<String> answer = post("/bid", bid.body(bid.signedBy(key)));
        String id = answer.headers().firstValue("X-Bid-Key").orElse("");
        require(answer.statusCode() == 303 && !id.isEmpty(), "POST /bid: " + answer.statusCode() + answer.body());
        String tag = "";
        for (int n = 0; ; n++) {
            Thread.sleep(500L * n);
            Tagged seen = get("/bid/" + id, tag);
            require(seen.status() == 200 || seen.status() == 304, "GET /bid/" + id + ": " + seen.status());
            tag = seen.tag();
            JsonObject json = seen.status() == 200 ? json(seen.body()) : JsonObject.EMPTY_JSON_OBJECT;
            int state = json.getInt("State", 0);
            require(state != EXPIRED, "the bid expired");
            if (state == MATCHED) {
                require(!json.isNull("Transaction"), "0.7 crashes here: matched without a transaction");
                return json.getString("Transaction");
            }
        }
    }

    /** A look at the transaction that has to succeed. */
    JsonObject transaction(String id) throws IOException, InterruptedException {
        Tagged seen = get("/tx/" + id, "");
        require(seen.status() == 200, "GET /tx/" + id + ": " + seen.status());
        return json(seen.body());
    }

    /** Polls until the phase is one of these; a change without a changed tag is not seen. */
    JsonObject await(String id, String... phases) throws IOException, InterruptedException {
        String tag = "none";
        for (int n = 0; n < 20; n++) {
            Thread.sleep(500L * n);
            Tagged seen = get("/tx/" + id, "");
            boolean changed =
                    seen.status() == 200 && !seen.tag().isEmpty() && !seen.tag().equals(tag);
            tag = changed ? seen.tag() : tag;
            if (changed && Set.of(phases).contains(json(seen.body()).getString("Phase"))) {
                return json(seen.body());
            }
            require(!changed || json(seen.body()).getInt("State") == 0, "the transaction ended: " + seen.body());
        }
        throw new IOException("hangs waiting for " + String.join(", ", phases));
    }

    void say(String id, Map<String, String> arguments) throws IOException, InterruptedException {
        Document message = Document.transactionMessage(id, arguments);
        HttpResponse<String> answer = post("/tx/" + id, message.body(message.signedBy(key), key.address()));
        require(
                answer.statusCode() == 302 || answer.statusCode() == 303,
                arguments.keySet() + ": " + answer.statusCode() + " " + answer.body());
    }

    static JsonObject json(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    static void require(boolean fits, String what) throws IOException {
        if (!fits) {
            throw new IOException("0.7 fails: " + what);
        }
    }

    static byte[] random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static String hash(byte[]... parts) {
        return Hash.sha256(parts).toString();
    }

    /** AES-256 in OFB mode, zero IV; the same both ways. */
    static byte[] crypt(byte[] key, byte[] data) {
        try {
            Cipher cipher = Cipher.getInstance("AES/OFB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
            return cipher.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A body with chunked transfer encoding, as 0.7 sends everything. */
    static HttpRequest.BodyPublisher chunked(byte[] body) {
        return HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
    }
}
