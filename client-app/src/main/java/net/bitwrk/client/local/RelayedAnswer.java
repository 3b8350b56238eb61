package net.bitwrk.client.local;

import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.http.HttpHeader;

import java.util.Optional;

/**
 * What the exchange answered.
 *
 * @param location of a redirect, where it is a bare path
 */
record RelayedAnswer(int status, String contentType, Optional<String> location, byte[] body) {
    static RelayedAnswer of(ContentResponse answer) {
        String type = answer.getHeaders().get(HttpHeader.CONTENT_TYPE);
        Optional<String> location = Optional.ofNullable(answer.getHeaders().get(HttpHeader.LOCATION))
                .map(RelayedAnswer::pathOf)
                .filter(path -> path.startsWith("/") && !path.startsWith("//"));
        return new RelayedAnswer(
                answer.getStatus(), type == null ? "application/octet-stream" : type, location, answer.getContent());
    }

    private static String pathOf(String location) {
        return location.replaceFirst("^https?://[^/]*", "");
    }
}
