package net.bitwrk.client;

import net.bitwrk.client.exchange.ScriptedExchange;
import net.bitwrk.client.exchange.ScriptedExchangeServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static net.bitwrk.client.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What the commands say when something is wrong: what, with which value, and never a stack trace. */
@Timeout(120)
final class CommandsTest {
    @TempDir
    private static Path folder;

    private static Path work;
    private static Path taken;
    private static ClientFixture client;
    private static EchoWorker echo;

    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void start() throws Exception {
        work = Files.writeString(folder.resolve("work.txt"), "1 1");
        taken = Files.writeString(folder.resolve("empty"), " \n");
        client = ClientFixture.start(folder.resolve("data"));
        echo = client.echo("foobar");
    }

    @AfterAll
    static void stop() {
        echo.close();
        client.close();
    }

    /** With the names of this test put in; also looks at the form of what is said. */
    private String failing(int code, String... arguments) {
        String[] words = Arrays.stream(arguments)
                .map(word -> word.replace("WORK", work.toString())
                        .replace("EMPTY", taken.toString())
                        .replace("FOLDER", folder.toString())
                        .replace("CLIENT", client.url().toString())
                        .replace("PORT", "" + client.port()))
                .toArray(String[]::new);
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(new StringWriter()));
        commandLine.setErr(new PrintWriter(err));
        assertEquals(code, commandLine.execute(words), err.toString());
        String said = err.toString();
        assertFalse(said.contains("Exception") || said.contains("null"), said);
        assertTrue(said.split("\n").length <= 3, said);
        return said;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "buy 'fo obar' WORK | article 'fo obar' is malformed, expected a name like",
                "worker --echo 'fo obar' | article 'fo obar' is malformed",
                "buy --client localhost:8081 foobar WORK | 'localhost:8081' is no address, expected one such as http://127",
                "rays render --client 127.0.0.1 WORK | '127.0.0.1' is no address",
                "-bitwrkurl localhost:8080 | 'localhost:8080' is no address",
                "rays worker --port 99999 | --port 99999 is no port, expected one from 0 (any) to 65535",
                "-datadir FOLDER/no -intport PORT -num-unmatched-bids 5000000 | num-unmatched-bids '5000000' is malformed, expected a number from 1 to 1024",
                "-datadir FOLDER/no -intport PORT -extaddr nonsense | extaddr 'nonsense' is malformed, expected an IP address",
                "-datadir FOLDER/no -intport PORT -resourcedir /nodir | resourcedir '/nodir' is malformed, expected a folder that is there, or auto",
                "buy foobar WORK --nosuch | Unknown option: '--nosuch'"
            })
    void doesNotUnderstand(String command, String said) {
        String error = failing(2, words(command));
        assertTrue(error.startsWith(said) || error.contains(said), error);
        assertTrue(error.lines().toList().get(1).matches("How it is meant: bitwrk-client.* --help"), error);
    }

    private static String[] words(String command) {
        return Arrays.stream(command.replace("fo obar", "fo_obar").split(" "))
                .map(word -> word.replace("'", "").replace("fo_obar", "fo obar"))
                .toArray(String[]::new);
    }

    @ParameterizedTest
    @CsvSource({
        "buy foobar nofile, there is no file nofile to work on",
        "buy foobar FOLDER, there is no file FOLDER to work on",
        "rays render nofile, there is no file nofile",
        "rays render EMPTY, no picture: there is no character in EMPTY",
        "key import nofile -datadir FOLDER/keys, there is no key at nofile",
        "-datadir EMPTY/x, The client does not start: the folder EMPTY/x cannot be made",
        "-datadir FOLDER/other -intport PORT, The client does not start: cannot listen on 127.0.0.1:PORT",
        "rays worker --client CLIENT --port PORT, cannot listen on 127.0.0.1:PORT",
        "buy --client CLIENT foobar WORK -o /nodir/r, cannot write /nodir/r: there is no folder /nodir",
        "buy --client CLIENT foobar WORK -o FOLDER, cannot write FOLDER: it is a folder",
        "rays render --client CLIENT WORK --out /nodir/x.png, cannot write /nodir/x.png: there is no folder /nodir"
    })
    void saysWhatIsWrong(String command, String said) throws IOException {
        String error = failing(1, command.split(" "));
        assertTrue(
                error.contains(said.replace("FOLDER", folder.toString())
                        .replace("EMPTY", taken.toString())
                        .replace("PORT", "" + client.port())),
                error);
    }

    @Test
    void buysNothingWhoseResultCannotBeWritten() throws IOException {
        String before = client.get("/activities").text();
        failing(1, "buy", "--client", "CLIENT", "foobar", "WORK", "-o", "/nodir/r");
        failing(1, "rays", "render", "--client", "CLIENT", "WORK", "--out", "/nodir/x.png");
        assertEquals(before, client.get("/activities").text());
    }

    @Test
    void saysWhereTheResultIsIfItCannotBeWrittenInTheEnd() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "skipped: there is no file that is always full");
        String said = failing(1, "buy", "--client", "CLIENT", "foobar", "WORK", "-o", "/dev/full");
        assertTrue(
                said.contains(
                        "cannot write /dev/full: No space left on device; the result is at " + client.url() + "file/"),
                said);
        err.getBuffer().setLength(0);
        String picture = failing(1, "rays", "render", "--here", "--width", "9", "WORK", "--out", "/dev/full");
        Path kept = Path.of(picture.strip().replaceFirst(".*the picture is in ", ""));
        assertTrue(Files.size(kept) > 0, picture);
        Files.delete(kept);
    }

    @ParameterizedTest
    @CsvSource({"buy foobar WORK", "rays render WORK", "rays worker", "worker --echo foobar"})
    void saysThatNoClientAnswers(String command) throws IOException {
        String nobody = "http://127.0.0.1:" + ClientFixture.freePort();
        String error = failing(1, (command + " --client " + nobody).split(" "));
        assertTrue(
                error.contains("no client answers at " + nobody + ": start one, or name another by --client"), error);
    }

    @Test
    void saysThatAnArticleIsNotTradedAsTheCallersMistake(@TempDir Path data) throws Exception {
        try (var server = new ScriptedExchangeServer(new ScriptedExchange(), true, 0);
                var other = ClientFixture.start(data, "-bitwrkurl", server.url().toString())) {
            server.next("POST /bid", ScriptedExchangeServer.Fault.NOT_TRADED);
            String error = failing(1, "buy", "--client", "" + other.url(), "--price", "mBTC 1", "fnord", "WORK");
            String reason = "not bought (400): the exchange answered POST /bid with 400: article is not traded here";
            assertTrue(error.contains(reason), error);
        }
    }

    /** Each answer of the client is awaited, and then what the command said. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "buy|fnord|waits for a mandate to buy fnord, given on the client's page, or a price",
                "buy --price mBTC+1|fnord|waits for somebody to sell at mBTC 1",
                "rays render --tiles 1|net.bitwrk/gorays/0|A tile waits for a mandate to buy net.bitwrk/gorays/0, given"
            })
    void saysWhatItWaitsFor(String command, String article, String reason, @TempDir Path data) throws Exception {
        try (var server = new ScriptedExchangeServer(new ScriptedExchange(), true, 0);
                var other = ClientFixture.start(data, "-bitwrkurl", server.url().toString())) {
            CommandLine commandLine = Main.commandLine();
            commandLine.setOut(new PrintWriter(err, true));
            commandLine.setErr(new PrintWriter(err, true));
            var words = new ArrayList<>(List.of(command.split(" ")));
            words.replaceAll(word -> word.replace('+', ' '));
            words.addAll(List.of("--client", "" + other.url()));
            words.addAll(command.startsWith("buy") ? List.of(article, work.toString()) : List.of(work.toString()));
            var buying = new Thread(() -> commandLine.execute(words.toArray(String[]::new)));
            buying.start();
            eventually(() -> err.toString().contains(reason));
            buying.interrupt();
            buying.join();
        }
    }

    @Test
    void saysThatTheClientHasGone() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var goes = new Thread(() -> {
                try (var caller = server.accept()) {
                    caller.getInputStream().read();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            goes.start();
            String address = "http://127.0.0.1:" + server.getLocalPort();
            String error = failing(1, "buy", "--client", address, "foobar", "WORK");
            assertTrue(error.contains("the client at " + address + " has hung up, or ended"), error);
            goes.join();
        }
    }
}
