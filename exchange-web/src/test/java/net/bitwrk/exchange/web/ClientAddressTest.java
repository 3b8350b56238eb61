package net.bitwrk.exchange.web;

import net.bitwrk.exchange.platform.AddressRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

final class ClientAddressTest {
    /** Peer, forwarding header, who that is with 10.0.0.0/8 and ::1 trusted. */
    @ParameterizedTest
    @CsvSource({
        "192.0.2.9, '', 192.0.2.9",
        "192.0.2.9, 198.51.100.1, 192.0.2.9",
        "10.0.0.1, 198.51.100.1, 198.51.100.1",
        "10.0.0.1, '203.0.113.7, 198.51.100.1', 198.51.100.1",
        "10.0.0.1, '203.0.113.7, 198.51.100.1, 10.0.0.2', 198.51.100.1",
        "10.0.0.1, '10.0.0.3, 10.0.0.2', 10.0.0.3",
        "10.0.0.1, 'unknown, 10.0.0.2', 10.0.0.2",
        "10.0.0.1, 'evil.example', 10.0.0.1",
        "::1, 2001:db8::7, 2001:db8:0:0:0:0:0:7",
    })
    void believesTrustedProxiesAlone(String peer, String forwarded, String client) {
        var addresses = new ClientAddress(
                List.of(AddressRange.parse("proxy", "10.0.0.0/8"), AddressRange.parse("proxy", "::1")));
        List<String> header = forwarded.isEmpty()
                ? List.of()
                : Arrays.stream(forwarded.split(", ")).toList();
        InetAddress found = addresses.behindProxies(AddressRange.literal(peer).orElseThrow(), header);
        assertEquals(client, found.getHostAddress());
    }
}
