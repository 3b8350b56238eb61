package net.bitwrk.client;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** {@code worker --blender}, with a shell in Python's place. */
class BlenderWorkerTest {
    private static final String PYTHON = "sh";

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();
    private Path told;

    @BeforeEach
    void makesAnAddOn() throws IOException {
        told = folder.resolve("told");
        Files.createDirectory(folder.resolve("worker"));
        script("printf '%s\\n' \"$@\" > '" + told + "'; exit 7");
    }

    private void script(String text) throws IOException {
        Files.writeString(folder.resolve("worker/blender-slave.py"), text);
    }

    private int run(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }

    @Test
    void passesOnWhatItDoesNotKnowItselfAndTheExitCode() throws IOException {
        assertEquals(
                7,
                run(
                        "worker",
                        "--max-cost",
                        "8G",
                        "--blender",
                        "/opt/blender",
                        "--client",
                        "http://[::1]:9000",
                        "--trusted",
                        "--add-on",
                        folder.toString(),
                        "--python",
                        PYTHON,
                        "--",
                        "--help"));
        assertEquals(
                List.of(
                        "--bitwrk-host",
                        "::1",
                        "--bitwrk-port",
                        "9000",
                        "--end-with-parent",
                        "" + ProcessHandle.current().pid(),
                        "--blender",
                        "/opt/blender",
                        "--max-cost",
                        "8G",
                        "--trusted",
                        "--help"),
                Files.readAllLines(told));
    }

    @Test
    void findsTheWorkerOfTheSources() throws IOException {
        assertTrue(BlenderWorker.find(Optional.empty()).endsWith("blender/render_bitwrk/worker/blender-slave.py"));
    }

    @Test
    void saysWhereItLookedAndWhatDoesNotStart() {
        assertEquals(1, run("worker", "--blender", "b", "--add-on", "/nowhere"));
        assertTrue(
                err.toString().contains("at" + System.lineSeparator() + "  /nowhere/worker/blender-slave.py"), text());
        assertEquals(1, run("worker", "--blender", "b", "--add-on", folder.toString(), "--python", "/no/python"));
        assertTrue(err.toString().contains("--python names another"), text());
    }

    @Test
    void isEitherOfTheTwo() {
        assertEquals(2, run("worker", "foobar"));
        assertEquals(2, run("worker", "--echo", "--blender", "b", "foobar"));
        assertEquals(2, run("worker", "--echo", "foobar", "--max-cost"));
        assertTrue(err.toString().contains("--echo takes one article, not [foobar, --max-cost]"), text());
        assertEquals(2, run("worker", "--echo"));
    }

    @Test
    void endsTheWorkerKindly() throws Exception {
        script("trap 'echo kindly > \"" + told + "\"; exit 0' TERM; echo up > '" + told
                + "'; while :; do sleep 0.1; done");
        BlenderWorker worker =
                BlenderWorker.start(PYTHON, BlenderWorker.find(Optional.of(folder)), URI.create("http://h"), List.of());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!(Files.exists(told) && Files.readString(told).equals("up\n")) && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        worker.close();
        assertEquals(0, worker.await());
        assertEquals("kindly\n", Files.readString(told));
    }

    @Test
    void hasNoWorkerWithoutAnAddOnThere() {
        IOException thrown = assertThrows(IOException.class, () -> BlenderWorker.find(Optional.of(Path.of("/no"))));
        assertTrue(thrown.getMessage().startsWith("Blender's worker is not there; --add-on"), thrown.getMessage());
    }

    private String text() {
        return err.toString();
    }
}
