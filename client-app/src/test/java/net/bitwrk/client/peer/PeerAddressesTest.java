package net.bitwrk.client.peer;

import net.bitwrk.protocol.Malformed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Tag("N1")
final class PeerAddressesTest {
    private static final String PUBLIC = "93.184.216.34";

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, LOOPBACK",
        "127.255.255.254, LOOPBACK",
        "::1, LOOPBACK",
        "::ffff:127.0.0.1, LOOPBACK",
        "64:ff9b::7f00:1, LOOPBACK",
        "2002:7f00:1::, LOOPBACK",
        "169.254.169.254, LINK_LOCAL",
        "fe80::1, LINK_LOCAL",
        "::ffff:169.254.169.254, LINK_LOCAL",
        "10.0.0.1, PRIVATE",
        "172.16.0.1, PRIVATE",
        "172.31.255.255, PRIVATE",
        "172.32.0.1, PUBLIC",
        "192.168.1.1, PRIVATE",
        "100.64.0.1, PRIVATE",
        "100.128.0.1, PUBLIC",
        "fd12::1, PRIVATE",
        "fec0::1, PRIVATE",
        "64:ff9b::a00:1, PRIVATE",
        "0.0.0.0, NONE",
        "::, NONE",
        "::127.0.0.1, NONE",
        "224.0.0.1, NONE",
        "255.255.255.255, NONE",
        "ff02::1, NONE",
        "192.0.2.1, NONE",
        "2001:db8::1, NONE",
        "2001::1, NONE",
        "93.184.216.34, PUBLIC",
        "2606:2800:220:1:248:1893:25c8:1946, PUBLIC",
        "::ffff:93.184.216.34, PUBLIC",
    })
    void tellsWhereAnAddressLeads(String address, AddressKind kind) throws UnknownHostException {
        assertEquals(kind, AddressKind.of(InetAddress.getByName(address)));
    }

    @Test
    void publicAddressesAreAlwaysAllowedOthersWhereTheExchangeIsOfTheirKind() throws Exception {
        assertAllowed(PUBLIC, "93.184.216.35");
        assertRefused(PUBLIC, "127.0.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1", "fd00::1");
        assertAllowed("127.0.0.1", "127.0.0.1", "::1", PUBLIC);
        assertRefused("127.0.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0");
        assertAllowed("192.168.1.1", "10.0.0.1", PUBLIC);
        assertRefused("192.168.1.1", "127.0.0.1", "169.254.169.254");
        assertRefused("0.0.0.0", "0.0.0.0");
    }

    @Test
    void theUserAllowsNetworks() throws Exception {
        var allowed = List.of(Network.parse("allow-peers", "192.168.7.0/24"), Network.parse("allow-peers", "fd00::5"));
        PeerAddresses addresses = PeerAddresses.of(InetAddress.getByName(PUBLIC), allowed);
        assertTrue(addresses.allows(InetAddress.getByName("192.168.7.255")));
        assertFalse(addresses.allows(InetAddress.getByName("192.168.8.0")));
        assertTrue(addresses.allows(InetAddress.getByName("fd00::5")));
        assertFalse(addresses.allows(InetAddress.getByName("fd00::6")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "300.0.0.0/8", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "host/8", "10.0.0.0/8/8"
            })
    void refusesWhatIsNoNetwork(String text) {
        assertThrows(Malformed.class, () -> Network.parse("allow-peers", text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8080/x",
                "http://2130706433/x",
                "http://127.1/x",
                "http://localhost/x",
                "http://[::1]/x",
                "http://[::ffff:127.0.0.1]/x",
                "http://[::ffff:7f00:1]/x",
                "http://169.254.169.254/latest/meta-data",
                "http://user@93.184.216.34/x",
                "http://93.184.216.34@127.0.0.1/x",
                "http://93.184.216.34:0/x",
                "http://93.184.216.34:65536/x",
                "https://127.0.0.1/x",
                "https://user@93.184.216.34/x",
                "HTTPS://93.184.216.34/x",
                "file:///etc/passwd",
                "gopher://93.184.216.34/x",
                "http:///x",
                "/x",
                "http://93.184.216.34/x#y",
                "http://nowhere.invalid/x",
                "http://a b/x",
            })
    void aWorkerUrlLeadsNowhereElse(String url) throws Exception {
        PeerAddresses addresses = PeerAddresses.of(InetAddress.getByName(PUBLIC), List.of());
        assertThrows(PeerFault.class, () -> addresses.check(url));
    }

    @Test
    void givesTheAddressToConnectTo() throws Exception {
        PeerAddresses addresses = PeerAddresses.of(InetAddress.getByName(PUBLIC), List.of());
        assertEquals(
                "/93.184.216.34:80", addresses.check("http://93.184.216.34/x").toString());
        assertEquals(81, addresses.check("http://[2606:2800:220:1::1]:81/x").getPort());
        assertEquals(443, addresses.check("https://93.184.216.34/x").getPort());
        assertEquals(8443, addresses.check("https://93.184.216.34:8443/x").getPort());
    }

    private static void assertAllowed(String exchange, String... addresses) throws UnknownHostException {
        for (String address : addresses) {
            assertTrue(
                    PeerAddresses.of(InetAddress.getByName(exchange), List.of()).allows(InetAddress.getByName(address)),
                    address);
        }
    }

    private static void assertRefused(String exchange, String... addresses) throws UnknownHostException {
        for (String address : addresses) {
            assertFalse(
                    PeerAddresses.of(InetAddress.getByName(exchange), List.of()).allows(InetAddress.getByName(address)),
                    address);
        }
    }
}
