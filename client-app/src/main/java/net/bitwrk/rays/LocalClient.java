package net.bitwrk.rays;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The client on this computer, as a program sees it: all that there is to buying and selling, in five calls of plain HTTP (protocol §11).
 * May be used by many threads; a thread that is interrupted hangs up, which ends what it was waiting for.
 */
public final class LocalClient {
    /** A buy waits for a seller (2 min), for the work to travel and to be done (7 min), and for its result (15 min). */
    private static final Duration LONGEST_BUY = Duration.ofMinutes(30);

    private static final Duration LONGEST_CALL = Duration.ofSeconds(30);
    private static final int MAX_REASON_BYTES = 1024;
    private static final int MAX_LIST_BYTES = 4 << 20;

    private final URI address;

    // HTTP/1.1, or a first request to a plain http address would ask for HTTP/2. Redirects are ours to follow.
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    /** @param address such as {@code http://127.0.0.1:8081} */
    public LocalClient(URI address) {
        this.address = address;
    }

    /**
     * Buys work and waits for its result.
     *
     * @param price what to pay at most, such as {@code mBTC 1}; without one the buy waits for a mandate of the user
     * @param maxBytes a longer result is a failure: a seller is a stranger
     * @throws Refused when the client says why it did not buy
     */
    public byte[] buy(String article, Optional<String> price, byte[] work, int maxBytes)
            throws IOException, InterruptedException {
        String query = price.map(p -> "?price=" + escaped(p)).orElse("");
        var bought = send(
                request("/buy/" + article + query, LONGEST_BUY)
                        .POST(BodyPublishers.ofByteArray(work))
                        .build(),
                303);
        String location = bought.headers().firstValue("Location").orElse("none");
        if (!location.matches("/file/[0-9a-f]{64}")) {
            throw new IOException("the client answers 303 with a Location that is no file: " + location);
        }
        return read(send(request(location, LONGEST_CALL).build(), 200), maxBytes);
    }

    /** Offers a worker to the client, or, with the same id again, says that it is idle again. */
    public void registerWorker(String id, String article, URI pushUrl) throws IOException, InterruptedException {
        post("/registerworker", Map.of("id", id, "article", article, "pushurl", pushUrl.toString()));
    }

    public void unregisterWorker(String id) throws IOException, InterruptedException {
        post("/unregisterworker", Map.of("id", id));
    }

    /** What a buy of the article waits for, in the client's words; empty where there is none, or it does not wait. */
    public Optional<String> whatABuyWaitsFor(String article) throws IOException, InterruptedException {
        String living = "\"Key\":([0-9]+),\"Info\":\\{\"Type\":\"BUY\",\"Article\":\"" + Pattern.quote(article)
                + "\",\"Alive\":true,";
        var buy = Pattern.compile(living).matcher(text("/activities"));
        if (!buy.find()) {
            return Optional.empty();
        }
        var reason = Pattern.compile("\"WaitsFor\":\"([^\"\\\\]+)\"").matcher(text("/activities/" + buy.group(1)));
        return reason.find() ? Optional.of("waits for " + reason.group(1)) : Optional.empty();
    }

    private String text(String path) throws IOException, InterruptedException {
        byte[] text = read(send(request(path, LONGEST_CALL).build(), 200), MAX_LIST_BYTES);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** The address by which the client sees this computer: there a worker listens. */
    public String myHost() throws IOException, InterruptedException {
        byte[] hostAndPort = read(send(request("/myip", LONGEST_CALL).build(), 200), 100);
        return new String(hostAndPort, StandardCharsets.US_ASCII).replaceFirst(":[0-9]+$", "");
    }

    private void post(String path, Map<String, String> fields) throws IOException, InterruptedException {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + escaped(field.getValue()))
                .collect(Collectors.joining("&"));
        var answer = send(
                request(path, LONGEST_CALL)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                200);
        answer.body().close();
    }

    private HttpRequest.Builder request(String path, Duration timeout) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(timeout);
    }

    private HttpResponse<InputStream> send(HttpRequest request, int expected) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer;
        try {
            answer = http.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw noAnswer(address, e);
        }
        if (answer.statusCode() != expected) {
            try (var body = answer.body()) {
                throw new Refused(answer.statusCode(), body.readNBytes(MAX_REASON_BYTES));
            }
        }
        return answer;
    }

    /** The failure of a call in words: Java has none for it. */
    public static IOException noAnswer(URI client, IOException failure) {
        if (failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException) {
            return new IOException(
                    "no client answers at " + client + ": start one, or name another by --client", failure);
        }
        String what = failure instanceof HttpTimeoutException ? " does not answer in time" : " has hung up, or ended";
        return new IOException("the client at " + client + what, failure);
    }

    private static byte[] read(HttpResponse<InputStream> answer, int maxBytes) throws IOException {
        try (var body = answer.body()) {
            byte[] bytes = body.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new IOException("more than " + maxBytes + " bytes");
            }
            return bytes;
        }
    }

    private static String escaped(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** Another status than that of success, with the client's reason. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        private final int status;

        Refused(int status, byte[] reason) {
            super(status + " " + new String(reason, StandardCharsets.UTF_8).strip());
            this.status = status;
        }

        /** Whether nobody sold in time. */
        boolean isUnsold() {
            return status == 504;
        }

        /** Whether the same again may succeed: not what is wrong with us (4xx), but for the limits (409, 429), which pass. */
        public boolean mayPass() {
            return status >= 500 || status == 409 || status == 429;
        }
    }
}
