package net.bitwrk.rays;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What {@code docs/your-program.md} shows is run, against the calls of the client alone. */
@Timeout(120)
final class YourProgramTest {
    private static final String CURL = "curl -F data=@FILE -L http://localhost:8081/buy/foobar";

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsPythonAndCurl() {
        assumeTrue(ProgramsOfTheManual.has("python3"), "skipped: there is no python3 on this machine");
        assumeTrue(ProgramsOfTheManual.has("curl"), "skipped: there is no curl on this machine");
    }

    @Test
    void showsProgramsOfLessThanSixtyLines() throws IOException {
        Map<String, String> programs = ProgramsOfTheManual.programs();
        assertEquals(Set.of("buy.sh", "buy.py", "Buy.java", "worker.py", "Work.java"), programs.keySet());
        programs.forEach((name, text) -> assertTrue(text.lines().count() < 60, name));
        assertTrue(ProgramsOfTheManual.manual().contains("\n" + CURL + "\n"));
    }

    @Test
    void showsProgramsThatTrade() throws IOException, InterruptedException {
        try (var client = new ScriptedClient()) {
            trade(client.address(), folder);
            assertEquals(
                    3,
                    client.calls.stream()
                            .filter("POST /unregisterworker"::equals)
                            .count());
        }
    }

    /** Every worker with every buyer. */
    static void trade(URI client, Path folder) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("FILE"), "one piece of work\n");
        List<String[]> buyers = List.of(
                new String[] {"sh", "buy.sh"}, new String[] {"python3", "buy.py"}, new String[] {"java", "Buy.java"});
        try (var programs = new ProgramsOfTheManual(folder, client)) {
            programs.work("python3", "worker.py", "foobar", "cat");
            programs.work("python3", "worker.py", "snafu", "tr", "a-z", "A-Z");
            programs.work("java", "Work.java", "fnord");
            assertEquals("one piece of work\n", programs.buy(CURL.split(" ")));
            for (String[] buyer : buyers) {
                assertEquals("one piece of work\n", programs.buy(buyer[0], buyer[1], "foobar", "FILE"));
                assertEquals("ONE PIECE OF WORK\n", programs.buy(buyer[0], buyer[1], "snafu", "FILE"));
                assertEquals("ONE PIECE OF WORK\n", programs.buy(buyer[0], buyer[1], "fnord", "FILE"));
            }
        }
    }

    @Test
    void showsBuyersThatTellOfFailure() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("FILE"), "work\n");
        try (var client = new ScriptedClient((article, work) -> ScriptedClient.Answer.of(402, "too little money"));
                var programs = new ProgramsOfTheManual(folder, client.address())) {
            assertEquals("exit code 22: too little money", programs.buy("sh", "buy.sh", "foobar", "FILE"));
            assertEquals("exit code 1: ", programs.buy("python3", "buy.py", "foobar", "FILE"));
            assertEquals("exit code 1: ", programs.buy("java", "Buy.java", "foobar", "FILE"));
        }
    }

    @ParameterizedTest
    @CsvSource({"sh,buy.sh", "python3,buy.py", "java,Buy.java"})
    void showsBuyersThatSayWhatIsWrong(String language, String program) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("FILE"), "work\n");
        try (var client = new ScriptedClient((article, work) -> ScriptedClient.Answer.of(400, "no article"));
                var programs = new ProgramsOfTheManual(folder, client.address())) {
            List<String> said = List.of(
                    programs.complain(language, program, "foobar", "nofile"),
                    programs.complain(language, program, "foobar"),
                    programs.complain(language, program));
            assertEquals(List.of(), client.calls, "nothing is bought");
            assertTrue(said.get(0).contains("nofile"), said.get(0));
            said.forEach(text -> assertTrue(text.matches("(?s)exit code [12]: [^\n]+\n"), text));
            String spaced = programs.complain(language, program, "a b", "FILE");
            assertTrue(spaced.startsWith("exit code") && spaced.lines().count() == 1, spaced);
        }
        try (var programs = new ProgramsOfTheManual(folder, URI.create("http://127.0.0.1:1"))) {
            String nobody = programs.complain(language, program, "foobar", "FILE");
            assertTrue(nobody.matches("(?s)exit code [0-9]+: [^\n]+\n") && !nobody.contains("null"), nobody);
        }
    }

    @Test
    void showsWorkersThatTellOfFailureAndGoOn() throws IOException, InterruptedException {
        try (var client = new ScriptedClient();
                var programs = new ProgramsOfTheManual(folder, client.address())) {
            programs.work("python3", "worker.py", "foobar", "grep", "good");
            String pushUrl = client.idle.take().get("pushurl");
            assertEquals(
                    400,
                    ScriptedClient.push(pushUrl, "bad\n".getBytes(StandardCharsets.US_ASCII))
                            .status());
            assertEquals(pushUrl, client.idle.take().get("pushurl"));
            assertEquals(
                    200,
                    ScriptedClient.push(pushUrl, "good\n".getBytes(StandardCharsets.US_ASCII))
                            .status());
            assertEquals(pushUrl, client.idle.take().get("pushurl"));
        }
    }
}
