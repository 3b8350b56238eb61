package net.bitwrk.client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private static DaemonOptions parse(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.parseArgs(arguments);
        Main main = commandLine.getCommand();
        return main.options();
    }

    private int run(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }

    @Test
    void hasTheDefaultsOfTheProtocol() {
        DaemonOptions options = parse();
        assertEquals("http://localhost:8080/", options.exchange.toString());
        assertEquals("auto", options.externalAddress);
        assertEquals(-1, options.externalPort);
        assertEquals(8081, options.localPort);
        assertEquals("127.0.0.1", options.localAddress);
        assertEquals(1, options.unmatchedBids);
        assertEquals(4, options.transmittingBids);
        assertEquals("auto", options.resources);
        assertEquals(Duration.ofHours(24), options.keep);
        assertFalse(options.logsStore);
    }

    @Test
    void takesOptionsWithOneDashOrTwoAndBothFormsOfValues() {
        for (String dash : List.of("-", "--")) {
            DaemonOptions spaced = parse(dash + "intport", "9000", dash + "extport", "-1", dash + "intiface", "");
            assertEquals(9000, spaced.localPort);
            assertEquals(-1, spaced.externalPort);
            assertEquals("", spaced.localAddress);
            DaemonOptions joined = parse(
                    dash + "intport=9000",
                    dash + "extport=-1",
                    dash + "intiface=",
                    dash + "bitwrkurl=http://exchange.example/",
                    dash + "extaddr=192.0.2.1",
                    dash + "log-cafs",
                    dash + "num-unmatched-bids=3",
                    dash + "num-transmitting-bids=7",
                    dash + "resourcedir=/pages",
                    dash + "trusted-account=1TrsjuCvBch1D9h6nRkadGKakv9KyaiP6",
                    dash + "allow-buy=10.0.0.0/8,192.168.0.0/16",
                    dash + "allow-peers=10.0.0.0/8",
                    dash + "allowed-hosts=a.example,b.example",
                    dash + "datadir=/data",
                    dash + "keep=90m",
                    dash + "store-size=512M");
            assertEquals(9000, joined.localPort);
            assertEquals(-1, joined.externalPort);
            assertEquals("", joined.localAddress);
            assertEquals("http://exchange.example/", joined.exchange.toString());
            assertEquals("192.0.2.1", joined.externalAddress);
            assertTrue(joined.logsStore);
            assertTrue(parse(dash + "log-cafs=true").logsStore);
            assertFalse(parse(dash + "log-cafs=false").logsStore);
            assertTrue(parse(dash + "log-cafs", dash + "intport=1").logsStore);
            assertEquals(3, joined.unmatchedBids);
            assertEquals(7, joined.transmittingBids);
            assertEquals("/pages", joined.resources);
            assertEquals("1TrsjuCvBch1D9h6nRkadGKakv9KyaiP6", joined.trustedAccount);
            assertEquals(List.of("10.0.0.0/8", "192.168.0.0/16"), joined.buyerNetworks);
            assertEquals(List.of("10.0.0.0/8"), joined.peerNetworks);
            assertEquals(List.of("a.example", "b.example"), joined.hosts);
            assertEquals(Path.of("/data"), joined.folder);
            assertEquals(Duration.ofMinutes(90), joined.keep);
            assertEquals(512L << 20, joined.storeBytes);
        }
    }

    @Test
    void saysWhatItDoesNotUnderstand() {
        assertEquals(2, run("-intport", "many"));
        assertEquals(2, run("-keep", "long"));
        assertEquals(2, run("-nosuchoption"));
        assertTrue(err.toString().contains("-nosuchoption"), err.toString());
    }

    @Test
    void makesShowsExportsAndImportsAKeyWithoutShowingIt(@TempDir Path temporary) throws IOException {
        Path here = temporary.resolve("here");
        Path there = temporary.resolve("there");
        Path copy = temporary.resolve("copy");
        assertEquals(1, run("key", "show", "-datadir", here.toString()));
        assertEquals(0, run("key", "new", "-datadir", here.toString()));
        assertEquals(1, run("key", "new", "-datadir", here.toString()));
        assertEquals(0, run("key", "export", "-datadir=" + here, copy.toString()));
        assertEquals(1, run("key", "export", "-datadir=" + here, copy.toString()));
        assertEquals(0, run("key", "import", "--datadir", there.toString(), copy.toString()));
        assertEquals(0, run("key", "show", "-datadir", there.toString()));
        String wif = Files.readString(here.resolve("privatekey.wif"));
        assertEquals(wif, Files.readString(there.resolve("privatekey.wif")));
        assertFalse((out.toString() + err).contains(wif));
        assertEquals(
                4, out.toString().lines().map(line -> line.substring(0, 26)).count());
        assertEquals(
                1,
                out.toString()
                        .lines()
                        .map(line -> line.substring(0, 26))
                        .distinct()
                        .count());
    }
}
