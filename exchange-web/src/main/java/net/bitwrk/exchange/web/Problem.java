package net.bitwrk.exchange.web;

import jakarta.json.Json;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * An error as it goes out: one line of plain text, or JSON problem details (RFC 9457) for those who accept
 * {@code application/problem+json} by name. A 0.7 client shows the text to its user.
 */
final class Problem {
    private static final String PROBLEM_JSON = "application/problem+json";
    private static final String PLAIN_TEXT = "text/plain;charset=UTF-8";

    private Problem() {}

    static Response of(int status, String reason, HttpHeaders request) {
        boolean json = isAccepted(request.getRequestHeader(HttpHeaders.ACCEPT));
        return Response.status(status)
                .type(MediaType.valueOf(json ? PROBLEM_JSON : PLAIN_TEXT))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(json ? details(status, reason) : reason)
                .build();
    }

    /**
     * Whether JSON problem details are accepted by name, and not with a quality of 0.
     *
     * @param accept the values of that header, well-formed or not; null for none
     */
    static boolean isAccepted(List<String> accept) {
        return accept != null
                && accept.stream()
                        .flatMap(value -> Stream.of(value.split(",")))
                        .map(range -> range.toLowerCase(Locale.ROOT).replaceAll("\\s", ""))
                        .anyMatch(range ->
                                (range + ";").startsWith(PROBLEM_JSON + ";") && !range.matches(".*;q=0(\\.0*)?(;.*)?"));
    }

    private static String details(int status, String reason) {
        Response.Status known = Response.Status.fromStatusCode(status);
        return Json.createObjectBuilder()
                .add("type", "about:blank")
                .add("title", known == null ? "Error" : known.getReasonPhrase())
                .add("status", status)
                .add("detail", reason)
                .build()
                .toString();
    }
}
