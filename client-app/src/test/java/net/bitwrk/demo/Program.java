package net.bitwrk.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that the demo has started and ends: a jar of this project. What it prints goes to a file. */
public final class Program implements AutoCloseable {
    private final String name;
    private final Path log;
    private final Process process;

    private Program(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /** @param options of Java, the jar, and its arguments */
    public static Program java(String name, Path folder, String... options) throws IOException {
        Files.createDirectories(folder);
        Path log = folder.resolve(name + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        // Nothing is left behind, not even after Ctrl-C.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        return new Program(name, log, process);
    }

    public interface Question {
        boolean answered() throws IOException, InterruptedException;
    }

    /** Asks again and again; an {@link IOException} counts as no. */
    public void await(int seconds, Question question) throws DemoFailed, IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            if (!process.isAlive()) {
                throw new DemoFailed(name + " has ended with " + process.exitValue() + ":\n" + lastLines());
            }
            try {
                if (question.answered()) {
                    return;
                }
            } catch (IOException e) {
                // It does not listen yet, or not all of it is there.
            }
            Thread.sleep(200);
        }
        throw new DemoFailed(name + " is not ready after " + seconds + " s:\n" + lastLines());
    }

    String lastLines() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return "    " + String.join("\n    ", lines.subList(Math.max(0, lines.size() - 15), lines.size())) + "\n    ("
                + log + ")";
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
