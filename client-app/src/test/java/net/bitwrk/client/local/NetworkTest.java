package net.bitwrk.client.local;

import net.bitwrk.protocol.Malformed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.UnknownHostException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class NetworkTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,10.255.1.2,true",
        "10.0.0.0/8,11.0.0.0,false",
        "192.168.1.128/25,192.168.1.127,false",
        "192.168.1.128/25,192.168.1.200,true",
        "1.2.3.4,1.2.3.4,true",
        "1.2.3.4,1.2.3.5,false",
        "0.0.0.0/0,9.9.9.9,true",
        "0.0.0.0/0,::1,false",
        "fd00::/8,fd12::1,true",
        "fd00::/8,fe80::1,false",
        "::/0,1::,true"
    })
    void containsWhatItsBitsSay(String network, String address, boolean contained) throws UnknownHostException {
        assertEquals(contained, Network.parse("allow-buy", network).contains(InetAddress.getByName(address)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "host/8",
                "10.0.0/8",
                "::/129",
                "256.1.1.1",
                "1.2.3.4/8/8"
            })
    void refusesWhatIsNoNetwork(String text) {
        assertThrows(Malformed.class, () -> Network.parse("allow-buy", text));
    }
}
