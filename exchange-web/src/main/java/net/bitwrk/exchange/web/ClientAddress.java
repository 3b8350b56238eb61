package net.bitwrk.exchange.web;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import net.bitwrk.exchange.platform.AddressRange;
import net.bitwrk.exchange.platform.Settings;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a request came from. Behind proxies the operator trusts, that is the last address of {@code X-Forwarded-For} that
 * is none of them; whoever else sends that header is not believed (protocol section 7).
 */
@ApplicationScoped
public class ClientAddress {
    private static final String FORWARDED = "X-Forwarded-For";

    private final List<AddressRange> trusted;

    protected ClientAddress() {
        this(List.of());
    }

    @Inject
    public ClientAddress(Settings settings) {
        this(settings.trustedProxies());
    }

    ClientAddress(List<AddressRange> trusted) {
        this.trusted = trusted;
    }

    public InetAddress of(HttpServletRequest request) {
        List<String> forwarded = Collections.list(request.getHeaders(FORWARDED)).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .collect(Collectors.toList());
        return behindProxies(peer(request.getRemoteAddr()), forwarded);
    }

    private static InetAddress peer(String address) {
        return AddressRange.literal(address.replaceFirst("%.*", "").replaceAll("[\\[\\]]", ""))
                .orElseThrow(() -> new IllegalStateException("the server names the peer '" + address + "'"));
    }

    /** @param forwarded in the order of the header, the nearest last */
    InetAddress behindProxies(InetAddress peer, List<String> forwarded) {
        InetAddress client = peer;
        for (int i = forwarded.size() - 1; i >= 0 && isTrusted(client); i--) {
            var next = AddressRange.literal(forwarded.get(i));
            if (next.isEmpty()) {
                break;
            }
            client = next.get();
        }
        return client;
    }

    private boolean isTrusted(InetAddress address) {
        return trusted.stream().anyMatch(range -> range.contains(address));
    }
}
