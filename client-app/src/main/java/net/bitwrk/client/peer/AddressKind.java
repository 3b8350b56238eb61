package net.bitwrk.client.peer;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where an IP address leads to, as far as it can be told from the address (RFC 6890 and its registries). */
enum AddressKind {
    /** This computer. */
    LOOPBACK("127.0.0.0/8", "::1"),
    /** This cable, among it the metadata services of clouds. */
    LINK_LOCAL("169.254.0.0/16", "fe80::/10"),
    /** The own network: RFC 1918, carrier-grade NAT, unique local and the former site-local addresses. */
    PRIVATE("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7", "fec0::/10"),
    /** Nobody, or many at once: no peer has such an address. */
    NONE(
            "0.0.0.0/8",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/96",
            "100::/64",
            "2001::/23",
            "2001:db8::/32",
            "3fff::/20",
            "5f00::/16",
            "ff00::/8"),
    /** Anything else. */
    PUBLIC;

    private static final Network NAT64 = Network.parse("prefix", "64:ff9b::/96");
    private static final Network SIX_TO_FOUR = Network.parse("prefix", "2002::/16");
    private static final int SIX_TO_FOUR_AT = 2;
    private static final int LAST_AT = 12;
    private static final int IPV4_BYTES = 4;

    private final List<Network> networks;

    AddressKind(String... networks) {
        this.networks = Arrays.stream(networks)
                .map(text -> Network.parse("network", text))
                .toList();
    }

    /** An address that stands for an IPv4 address is of that one's kind; mapped ones Java has taken for IPv4 already. */
    static AddressKind of(InetAddress address) {
        Optional<InetAddress> inside = embedded(address);
        return inside.isPresent() ? of(inside.get()) : ofPlain(address);
    }

    private static AddressKind ofPlain(InetAddress address) {
        return Arrays.stream(values())
                .filter(kind -> kind.networks.stream().anyMatch(network -> network.contains(address)))
                .findFirst()
                .orElse(PUBLIC);
    }

    private static Optional<InetAddress> embedded(InetAddress address) {
        if (NAT64.contains(address)) {
            return Optional.of(ipv4(address, LAST_AT));
        }
        return SIX_TO_FOUR.contains(address) ? Optional.of(ipv4(address, SIX_TO_FOUR_AT)) : Optional.empty();
    }

    private static InetAddress ipv4(InetAddress address, int at) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), at, at + IPV4_BYTES));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
