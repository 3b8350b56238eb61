package net.bitwrk.client.peer;

import net.bitwrk.protocol.Malformed;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;

/**
 * To which addresses this client connects because a peer says so: otherwise a worker URL would make it a proxy into the
 * networks it is in (assurance N1). Public ones always; loopback, link-local and private ones where the exchange itself
 * is reached at an address of the same kind, and those the user allowed ({@code -allow-peers}).
 */
public final class PeerAddresses {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final AddressKind exchange;
    private final List<Network> allowed;

    private PeerAddresses(AddressKind exchange, List<Network> allowed) {
        this.exchange = exchange;
        this.allowed = List.copyOf(allowed);
    }

    public static PeerAddresses of(InetAddress exchange, List<Network> allowed) {
        return new PeerAddresses(AddressKind.of(exchange), allowed);
    }

    public boolean allows(InetAddress address) {
        AddressKind kind = AddressKind.of(address);
        return kind == AddressKind.PUBLIC
                || kind != AddressKind.NONE && kind == exchange
                || allowed.stream().anyMatch(network -> network.contains(address));
    }

    /**
     * Where to connect to for a worker URL. Its host is resolved here, once, and every address it has must be allowed;
     * whoever connects must take the answer and not resolve again.
     *
     * @throws PeerFault if the URL is none of a worker, or leads where this client does not go
     */
    public InetSocketAddress check(String workerUrl) throws PeerFault {
        URI uri = parse(workerUrl);
        InetAddress[] addresses = resolve(uri.getHost());
        for (InetAddress address : addresses) {
            if (!allows(address)) {
                throw new PeerFault("the seller's address " + address.getHostAddress() + " is "
                        + AddressKind.of(address) + ", which is not allowed");
            }
        }
        int usualPort = isHttps(uri) ? HTTPS_PORT : HTTP_PORT;
        return new InetSocketAddress(addresses[0], uri.getPort() < 0 ? usualPort : uri.getPort());
    }

    private static boolean isHttps(URI uri) {
        return "https".equals(uri.getScheme());
    }

    private static URI parse(String workerUrl) throws PeerFault {
        try {
            URI uri = new URI(workerUrl);
            boolean isPlain = ("http".equals(uri.getScheme()) || isHttps(uri))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && uri.getPort() != 0
                    && uri.getPort() <= 0xffff;
            if (isPlain) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Told below, like everything that is no worker URL.
        }
        throw new PeerFault(
                "'" + Malformed.shown(workerUrl) + "' is no worker URL, expected http://HOST:PORT/PATH or https");
    }

    private static InetAddress[] resolve(String host) throws PeerFault {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new PeerFault("the seller's host '" + Malformed.shown(host) + "' is unknown");
        }
    }
}
