package net.bitwrk.client;

import net.bitwrk.client.peer.Network;
import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.identity.Address;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the daemon runs: its options (protocol section 11), valid in themselves.
 *
 * @param exchange ends in {@code /}
 * @param externalAddress empty: ask the exchange
 * @param externalPort empty: nothing is sold to others
 * @param resources a folder that replaces the pages
 */
record Settings(
        URI exchange,
        Optional<String> externalAddress,
        Optional<Integer> externalPort,
        String localAddress,
        int localPort,
        boolean logsStore,
        int unmatchedBids,
        int transmittingBids,
        Optional<Path> resources,
        Optional<Address> trustedAccount,
        List<Network> peerNetworks,
        List<Network> buyerNetworks,
        Set<String> hosts,
        Path folder,
        Duration keep,
        long storeBytes) {
    private static final int MAX_PORT = 65_535;
    /** More than a client has buys, or sells, at a time. */
    private static final int MAX_BIDS = 1024;
    /** IPv6, or names with a dot, which IPv4 looks like, too: a name without one is hardly known to buyers. */
    private static final String HOST = "[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*|localhost|([A-Za-z0-9_-]+\\.)+[A-Za-z0-9_-]+\\.?";

    /** @throws Malformed with the option and what would be right */
    static Settings of(DaemonOptions options) {
        return new Settings(
                exchange(options.exchange),
                Optional.of(options.externalAddress)
                        .filter(address -> !address.equals("auto"))
                        .map(Settings::host),
                Optional.of(options.externalPort).filter(port -> port >= 0).map(port -> port("extport", port)),
                options.localAddress,
                port("intport", options.localPort),
                options.logsStore,
                limit("num-unmatched-bids", options.unmatchedBids),
                limit("num-transmitting-bids", options.transmittingBids),
                Optional.of(options.resources)
                        .filter(folder -> !folder.equals("auto"))
                        .map(Settings::folder),
                Optional.of(options.trustedAccount)
                        .filter(address -> !address.isEmpty())
                        .map(address -> Address.parse("trusted-account", address)),
                networks("allow-peers", options.peerNetworks),
                networks("allow-buy", options.buyerNetworks),
                options.hosts.stream()
                        .map(host -> host.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet()),
                options.folder == null ? DataFolder.standard() : options.folder,
                options.keep,
                options.storeBytes);
    }

    private static List<Network> networks(String option, List<String> texts) {
        return texts.stream().map(text -> Network.parse(option, text)).toList();
    }

    private static URI exchange(URI url) {
        boolean isHttp = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!isHttp || url.getHost() == null || url.getQuery() != null || url.getFragment() != null) {
            throw new Malformed("bitwrkurl", url.toString(), "an address such as http://localhost:8080/");
        }
        return url.toString().endsWith("/") ? url : URI.create(url + "/");
    }

    private static int port(String option, int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new Malformed(option, Integer.toString(port), "a port from 0 (any) to " + MAX_PORT);
        }
        return port;
    }

    private static int limit(String option, int number) {
        if (number < 1 || number > MAX_BIDS) {
            throw new Malformed(option, Integer.toString(number), "a number from 1 to " + MAX_BIDS);
        }
        return number;
    }

    private static Path folder(String text) {
        Path folder = Path.of(text);
        if (!Files.isDirectory(folder)) {
            throw new Malformed("resourcedir", text, "a folder that is there, or auto");
        }
        return folder;
    }

    private static String host(String text) {
        if (!text.matches(HOST)) {
            throw new Malformed("extaddr", text, "an IP address, the whole name of a computer, or auto");
        }
        return text;
    }

    /** Whether other computers can reach the local interface. */
    boolean listensBeyondLoopback() {
        return !Set.of("127.0.0.1", "localhost", "::1", "[::1]").contains(localAddress);
    }
}
