package net.bitwrk.rays;

import net.bitwrk.protocol.vectors.Vectors;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The programs of {@code docs/your-program.md}, taken out of it as they stand, but for the client's address, and run as processes. */
final class ProgramsOfTheManual implements AutoCloseable {
    private static final Path MANUAL = Vectors.testData().resolveSibling("docs").resolve("your-program.md");
    private static final Pattern BLOCK =
            Pattern.compile("^```\\w+ (\\S+)\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final String ADDRESS = "http://localhost:8081";

    private final Path folder;
    private final URI client;
    private final List<Process> workers = new ArrayList<>();

    ProgramsOfTheManual(Path folder, URI client) throws IOException {
        this.folder = folder;
        this.client = client;
        for (var program : programs().entrySet()) {
            Files.writeString(
                    folder.resolve(program.getKey()), program.getValue().replace(ADDRESS, client.toString()));
        }
    }

    static String manual() throws IOException {
        return Files.readString(MANUAL);
    }

    static Map<String, String> programs() throws IOException {
        var programs = new LinkedHashMap<String, String>();
        var block = BLOCK.matcher(manual());
        while (block.find()) {
            programs.put(block.group(1), block.group(2));
        }
        return programs;
    }

    /** Starts a worker and waits until it says that it has registered. */
    void work(String... command) throws IOException {
        Process worker = start(ProcessBuilder.Redirect.INHERIT, command);
        workers.add(worker);
        var output = new BufferedReader(new InputStreamReader(worker.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        if (line == null || !line.startsWith("working at http://127.0.0.1:")) {
            throw new IOException("no worker: " + line);
        }
    }

    /** What a buyer prints. */
    String buy(String... command) throws IOException, InterruptedException {
        return run(ProcessBuilder.Redirect.INHERIT, command);
    }

    /** What a buyer prints, and what it complains of. */
    String complain(String... command) throws IOException, InterruptedException {
        Path errors = folder.resolve("errors");
        return run(ProcessBuilder.Redirect.to(errors.toFile()), command) + Files.readString(errors);
    }

    private String run(ProcessBuilder.Redirect errors, String... command) throws IOException, InterruptedException {
        Process buyer = start(errors, command);
        try {
            String printed = new String(buyer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!buyer.waitFor(60, TimeUnit.SECONDS)) {
                throw new IOException("still buying: " + String.join(" ", command));
            }
            return buyer.exitValue() == 0 ? printed : "exit code " + buyer.exitValue() + ": " + printed;
        } finally {
            buyer.destroyForcibly();
        }
    }

    private Process start(ProcessBuilder.Redirect errors, String... command) throws IOException {
        List<String> words = new ArrayList<>();
        for (String word : command) {
            words.add(word.replace(ADDRESS, client.toString()));
        }
        if (words.get(0).equals("java")) {
            words.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        }
        return new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(false)
                .redirectError(errors)
                .start();
    }

    static boolean has(String program) {
        try {
            return new ProcessBuilder(program, "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops the workers as a user would, so that they unregister. */
    @Override
    public void close() {
        for (Process worker : workers) {
            worker.destroy();
            try {
                if (!worker.waitFor(10, TimeUnit.SECONDS)) {
                    worker.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                worker.destroyForcibly();
            }
        }
    }
}
