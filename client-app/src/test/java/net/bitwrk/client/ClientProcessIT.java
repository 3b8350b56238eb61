package net.bitwrk.client;

import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The real jar, started as its users start it, and driven over HTTP and by its own commands. */
class ClientProcessIT {
    @TempDir
    private Path folder;

    private Processes processes;

    @BeforeEach
    void begin() {
        processes = new Processes(folder);
    }

    @AfterEach
    void endAll() {
        processes.close();
    }

    private Processes.Daemon daemon(String name, String... more) throws Exception {
        return processes.daemon(name, ClientFixture.freePort(), more);
    }

    @Test
    void sellsAndBuysLocallyWithoutAnyExchangeByTheCommandOfTheReadme() throws Exception {
        Processes.Daemon daemon =
                daemon("one", "-log-cafs", "-bitwrkurl", "http://127.0.0.1:" + ClientFixture.freePort() + "/");
        processes.jar("echo", "worker", "--echo", "foobar", "--client", daemon.url());
        daemon.await("/workers", "foobar");
        Path work = Files.write(folder.resolve("work"), Vectors.stream("curl", 300_000));
        Path result = folder.resolve("result");
        assertEquals(
                0,
                processes.run(
                        "curl",
                        "-sS",
                        "-F",
                        "data=@" + work,
                        "-L",
                        daemon.url() + "/buy/foobar",
                        "-o",
                        result.toString()));
        assertArrayEquals(Files.readAllBytes(work), Files.readAllBytes(result));
        assertTrue(daemon.output().contains("file stored key=" + Hash.sha256(Files.readAllBytes(work))), "-log-cafs");
    }

    @Test
    void buysByItsOwnCommand() throws Exception {
        Processes.Daemon daemon = daemon("one", "-bitwrkurl", "http://127.0.0.1:" + ClientFixture.freePort() + "/");
        processes.jar("echo", "worker", "--echo", "net.bitwrk/gorays/0", "--client", daemon.url());
        Path work = Files.write(folder.resolve("work"), Vectors.stream("buy", 10_000));
        Path result = folder.resolve("out");
        assertEquals(
                0,
                processes.runJar(
                        "buy",
                        "net.bitwrk/gorays/0",
                        work.toString(),
                        "-o",
                        result.toString(),
                        "--client",
                        daemon.url()));
        assertArrayEquals(Files.readAllBytes(work), Files.readAllBytes(result));
        assertEquals(2, processes.runJar("buy", "no such article", work.toString(), "--client", daemon.url()));
    }

    @Test
    void startsQuietlyAndSaysWhereItsPageIs() throws Exception {
        Processes.Daemon daemon = daemon("one", "-bitwrkurl", "http://127.0.0.1:" + ClientFixture.freePort() + "/");
        daemon.await("/", "does not answer");
        String said = daemon.output();
        assertTrue(said.contains(daemon.url() + "/"), said);
        assertTrue(said.lines().count() <= 7, said);
        assertFalse(said.contains("Exception") || said.contains("SLF4J"), said);
    }

    @Test
    void keepsMandatesActivitiesAndResultsOverRestartsHoweverItEnds() throws Exception {
        int port = ClientFixture.freePort();
        String[] exchange = {"-bitwrkurl", "http://127.0.0.1:" + ClientFixture.freePort() + "/"};
        Processes.Daemon first = processes.daemon("one", port, exchange);
        processes.jar("echo", "worker", "--echo", "foobar", "--client", first.url());
        first.await("/workers", "foobar");
        RawHttp.Answer bought = RawHttp.post(port, "/buy/foobar", "work");
        assertEquals(303, bought.status(), bought.text());
        String permit =
                "action=permit&type=SELL&articleid=foobar&price=mBTC+1&usetradesleft=on&tradesleft=7&validminutes=9";
        assertEquals(303, RawHttp.post(port, "/", permit).status());
        String mandates = first.get("/mandates");
        for (boolean kindly : List.of(true, false)) {
            first.end(kindly);
            first = processes.daemon("one", port, exchange);
            assertEquals(mandates, first.get("/mandates"));
            assertTrue(first.get("/activities").contains("\"Type\":\"BUY\""), first.get("/activities"));
            assertEquals("work", first.get(bought.header("Location")));
            // The echo worker finds the restarted client by itself.
            first.await("/workers", "foobar");
        }
    }

    @Test
    void endsWithItsStartersEndOfThePipeWhereThatIsAskedFor() throws Exception {
        Processes.Daemon daemon = daemon("one", "-end-with-input");
        daemon.process().getOutputStream().close();
        assertTrue(daemon.process().waitFor(2, TimeUnit.MINUTES), daemon.output());
        assertEquals(0, daemon.process().exitValue(), daemon.output());
    }

    @Tag("D6")
    @Test
    void letsNoSecondDaemonInToTheSameFolder() throws Exception {
        Processes.Daemon daemon = daemon("one");
        assertEquals(1, processes.runJar("-datadir", daemon.folder().toString(), "-intport", "0"));
        assertTrue(processes.lastOutput().contains("another client is running"), processes.lastOutput());
        assertEquals(
                "rw-------",
                java.nio.file.attribute.PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(daemon.folder().resolve("privatekey.wif"))));
        String wif = Files.readString(daemon.folder().resolve("privatekey.wif"));
        assertFalse(daemon.output().contains(wif));
    }

    @Test
    void buysFromAnotherClientThroughTheExchange() throws Exception {
        Path jar = Path.of(System.getProperty("exchange.jar"));
        Assumptions.assumeTrue(Files.exists(jar), "no exchange has been built");
        String exchange = processes.exchange(jar);
        Processes.Daemon seller = daemon("seller", "-bitwrkurl", exchange, "-extport", "0", "-extaddr", "127.0.0.1");
        Processes.Daemon buyer = daemon("buyer", "-bitwrkurl", exchange);
        assertTrue(seller.output().contains("selling      on port "), seller.output());
        processes.jar("echo", "worker", "--echo", "foobar", "--client", seller.url());
        String terms = "&articleid=foobar&price=mBTC+1&usetradesleft=on&tradesleft=5&validminutes=20";
        assertEquals(
                303,
                RawHttp.post(seller.port(), "/", "action=permit&type=SELL" + terms)
                        .status());
        assertEquals(
                303,
                RawHttp.post(buyer.port(), "/", "action=permit&type=BUY" + terms)
                        .status());
        for (int size : List.of(1024, 300_000)) {
            String work = new String(
                            Vectors.stream("exchange" + size, size / 2), java.nio.charset.StandardCharsets.ISO_8859_1)
                    .replaceAll("[^a-z]", "x");
            RawHttp.Answer bought = RawHttp.post(buyer.port(), "/buy/foobar", work);
            assertEquals(303, bought.status(), bought.text() + seller.output() + buyer.output());
            assertEquals(work, buyer.get(bought.header("Location")));
        }
        assertTrue(buyer.await("/activities", "FINISHED").contains("\"TxId\":\""));
        assertTrue(buyer.get("/mandates").contains("\"TradesLeft\":3"), buyer.get("/mandates"));
        assertEquals(200, RawHttp.get(buyer.port(), "/myaccount").status());
    }

    @Test
    void showsItsVersionAndHelp() throws IOException, InterruptedException {
        assertEquals(0, processes.runJar("--version"));
        assertTrue(processes.lastOutput().startsWith("BitWrk client "), processes.lastOutput());
        assertEquals(0, processes.runJar("--help"));
        for (String word : List.of("-bitwrkurl", "-intport", "buy", "worker", "key", "rays")) {
            assertTrue(processes.lastOutput().contains(word), word);
        }
    }
}
