package net.bitwrk.exchange.web;

import jakarta.json.Json;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import java.util.List;

/**
 * An error as it goes out: one line of plain text, or JSON problem details (RFC 9457) for those who accept
 * {@code application/problem+json} by name. A 0.7 client shows the text to its user.
 */
final class Problem {
    private static final String PROBLEM_JSON = "application/problem+json";
    private static final String PLAIN_TEXT = "text/plain;charset=UTF-8";

    private Problem() {}

    static Response of(int status, String reason, HttpHeaders request) {
        boolean json = acceptsProblemJson(request.getRequestHeader(HttpHeaders.ACCEPT));
        return Response.status(status)
                .type(MediaType.valueOf(json ? PROBLEM_JSON : PLAIN_TEXT))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(json ? details(status, reason) : reason)
                .build();
    }

    private static boolean acceptsProblemJson(List<String> accept) {
        return accept != null && accept.stream().anyMatch(value -> value.contains(PROBLEM_JSON));
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
