package net.bitwrk.exchange.platform;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

final class AddressRangeTest {
    private static final List<String> NO_LITERALS = List.of("999.1.1.1", "256.0.0.1", ".:1", "a.b");

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.128, true",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.6, false",
        "0.0.0.0/0, 1.2.3.4, true",
        "0.0.0.0/0, ::1, false",
        "::1, 0:0:0:0:0:0:0:1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "127.0.0.1, ::ffff:127.0.0.1, true",
    })
    void holdsWhatItsPrefixSays(String range, String address, boolean contained) {
        var parsed = AddressRange.literal(address).orElseThrow();
        assertEquals(contained, AddressRange.parse("range", range).contains(parsed));
    }

    /** In a virtual machine whose resolver knows an address of each. */
    @Test
    void looksNoNameUp(@TempDir Path folder) throws Exception {
        Path hosts = folder.resolve("hosts");
        Files.write(hosts, NO_LITERALS.stream().map(name -> "127.0.0.9 " + name).toList());
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djdk.net.hosts.file=" + hosts,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Found.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertEquals(
                "resolved 4, literal 0", new String(process.getInputStream().readAllBytes()).strip());
        assertEquals(0, process.waitFor());
    }

    /** The other virtual machine's program: how many of the names it resolves, and takes for literals. */
    static final class Found {
        public static void main(String[] arguments) throws UnknownHostException {
            int literals = 0;
            int resolved = 0;
            for (String name : NO_LITERALS) {
                resolved += InetAddress.getAllByName(name).length;
                literals += AddressRange.literal(name).isPresent() ? 1 : 0;
            }
            System.out.println("resolved " + resolved + ", literal " + literals);
        }
    }
}
