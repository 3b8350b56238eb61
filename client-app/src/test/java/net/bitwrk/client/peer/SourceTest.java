package net.bitwrk.client.peer;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** What counts as one place that requests come from. */
@Tag("N2")
final class SourceTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "2001:db8::1, 2001:db8::1, true",
        "2001:db8::1, 2001:db8::ffff:ffff:ffff:ffff, true",
        "2001:db8::1, 2001:db8:0:1::1, false",
        "2001:db8::1, 2001:db9::1, false",
        "::1, 127.0.0.1, false"
    })
    void theSame(String one, String other, boolean same) throws UnknownHostException {
        assertEquals(same, source(one).equals(source(other)));
    }

    private static Source source(String address) throws UnknownHostException {
        return Source.of(InetAddress.getByName(address));
    }

    @Test
    void aMappedAddressIsTheIpv4AddressInIt() throws UnknownHostException {
        byte[] mapped = HexFormat.of().parseHex("00000000000000000000ffffc0000201");
        assertEquals(source("192.0.2.1"), Source.of(mapped));
        assertEquals(source("192.0.2.1"), Source.of(InetAddress.getByAddress(mapped)));
    }
}
