package net.bitwrk.protocol.transaction;

import net.bitwrk.protocol.Malformed;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a seller takes work: an absolute {@code http://} URL of at most 255 characters, {@code https://} too (addition).
 * That its host is the sender's address is checked where that address is known.
 */
public record WorkerUrl(String text) {
    /** Protocol section 7, checks. */
    private static final int MAX_LENGTH = 255;

    /** @throws Malformed if it is no such URL */
    public WorkerUrl {
        parse(text);
    }

    private static URI parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw wrong(text);
        }
        boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        // java.net.URI lets other characters pass; escaped, 255 of them would be a document of 2 KiB.
        boolean isAscii = text.chars().allMatch(c -> c > ' ' && c <= '~');
        if (text.length() > MAX_LENGTH
                || !isAscii
                || !isHttp
                || uri.getHost() == null
                || uri.getRawUserInfo() != null) {
            throw wrong(text);
        }
        return uri;
    }

    private static Malformed wrong(String text) {
        return new Malformed(
                "workerurl",
                text,
                "an absolute http:// or https:// URL of at most 255 ASCII characters, without user name");
    }

    public URI uri() {
        return parse(text);
    }

    /** The host without brackets. */
    public String host() {
        String host = uri().getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        return text;
    }
}
