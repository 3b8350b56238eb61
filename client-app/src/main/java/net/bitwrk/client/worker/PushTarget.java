package net.bitwrk.client.worker;

import net.bitwrk.protocol.Malformed;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;

/**
 * Where work is pushed to: an address that was checked once, and is the one connected to (assurance D5).
 *
 * @param text the {@code pushurl} as it was registered
 * @param address of the caller that registered it
 */
record PushTarget(String text, URI uri, InetSocketAddress address) {
    private static final int MAX_LENGTH = 1024;
    private static final int HTTP_PORT = 80;

    /**
     * @param ownPort of the daemon itself, at which no work may end up
     * @throws Malformed if {@code text} is no {@code http} URL at the caller's own address
     */
    static PushTarget of(String text, InetAddress caller, int ownPort) {
        String wanted = "an http URL at the caller's own address " + caller.getHostAddress();
        URI uri = parse(text, wanted);
        int port = uri.getPort() == -1 ? HTTP_PORT : uri.getPort();
        InetAddress host = resolve(text, uri.getHost(), wanted);
        boolean own = host.equals(caller) || host.isLoopbackAddress() && caller.isLoopbackAddress();
        if (!own) {
            throw new Malformed("pushurl", text, wanted);
        }
        if (port == ownPort) {
            throw new Malformed("pushurl", text, "another port than the client's own");
        }
        return new PushTarget(text, uri, new InetSocketAddress(host, port));
    }

    private static URI parse(String text, String wanted) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            throw new Malformed("pushurl", text, wanted);
        }
        try {
            URI uri = URI.create(text);
            if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null || uri.getUserInfo() != null) {
                throw new Malformed("pushurl", text, wanted);
            }
            return uri;
        } catch (IllegalArgumentException e) {
            throw new Malformed("pushurl", text, wanted);
        }
    }

    /** Only addresses as such, and the one name that means this computer: a name server has no say here. */
    private static InetAddress resolve(String text, String host, String wanted) {
        boolean isLiteral = host.matches("[0-9]+(\\.[0-9]+){3}|\\[[0-9a-fA-F:.]+]");
        if (!isLiteral && !host.equalsIgnoreCase("localhost")) {
            throw new Malformed("pushurl", text, wanted);
        }
        try {
            return isLiteral ? InetAddress.getByName(host) : InetAddress.getByName("127.0.0.1");
        } catch (UnknownHostException e) {
            throw new Malformed("pushurl", text, wanted);
        }
    }

    /** What stands in the request line. */
    String path() {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }
}
