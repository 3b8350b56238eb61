package net.bitwrk.client.local;

import org.eclipse.jetty.http.HttpFields;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * What the guard looks at.
 *
 * @param remote where the request comes from
 * @param local the address of this computer that was called
 */
record Visit(String method, HttpFields headers, InetAddress remote, InetAddress local) {
    private static final List<String> BROWSERS_HEADERS =
            List.of("Sec-Fetch-Site", "Origin", "Referer", "Accept-Language");
    private static final String BROWSERS_NAME = "Mozilla/";

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    boolean isFromThisComputer() {
        return remote.isLoopbackAddress() || remote.equals(local);
    }

    /**
     * Whether a browser sent this, or may have. To an address of the own network browsers send no {@code Sec-Fetch-Site}
     * over plain HTTP, and no {@code Origin} for an image; what is left are the headers that no browser leaves out and
     * that programs (curl, Python's urllib, the add-on of 0.7, Go) do not send.
     */
    boolean isFromBrowser() {
        return BROWSERS_HEADERS.stream().anyMatch(headers::contains)
                || headers.getValuesList("User-Agent").stream().anyMatch(Visit::isBrowsersName);
    }

    private static boolean isBrowsersName(String userAgent) {
        return userAgent.regionMatches(true, 0, BROWSERS_NAME, 0, BROWSERS_NAME.length());
    }
}
