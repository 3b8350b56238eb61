package net.bitwrk.exchange.web;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** An answer that depends on {@code Accept} and has no tag. */
public final class Representation {
    private Representation() {}

    public static Response of(String body, String type) {
        return Response.ok(body)
                .type(type)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }
}
