package net.bitwrk.client.local;

import org.eclipse.jetty.http.HttpFields;

import java.net.InetAddress;
import java.util.Optional;

/**
 * What the guard looks at.
 *
 * @param remote where the request comes from
 * @param local the address of this computer that was called
 */
record Visit(String method, HttpFields headers, InetAddress remote, InetAddress local) {
    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    boolean isFromThisComputer() {
        return remote.isLoopbackAddress() || remote.equals(local);
    }

    /** Whether a browser sent this: programs send neither header. */
    boolean isFromBrowser() {
        return headers.contains("Sec-Fetch-Site") || headers.contains("Origin");
    }
}
