package net.bitwrk.exchange.web.waiting;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * One state of an object in one representation.
 *
 * @param tag differs between any two states of the object and between its representations; strong, without quotes
 * @param type of the body
 */
record Tagged(String tag, String type, Supplier<String> body) {
    /** Whether the caller, by its {@code If-None-Match}, has this state. */
    boolean isKnown(String ifNoneMatch) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(","))
                        .map(String::strip)
                        .anyMatch(known -> known.equals("*")
                                || known.replaceFirst("^W/", "").equals(quoted()));
    }

    /** 304 where the caller has this state, else 200. */
    Response answer(String ifNoneMatch, boolean waited) {
        var builder = isKnown(ifNoneMatch)
                ? Response.notModified()
                : Response.ok(body.get()).type(type);
        if (waited) {
            builder.header("Preference-Applied", "wait");
        }
        return builder.header(HttpHeaders.ETAG, quoted())
                .header("X-ETag", quoted())
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }

    private String quoted() {
        return '"' + tag + '"';
    }
}
