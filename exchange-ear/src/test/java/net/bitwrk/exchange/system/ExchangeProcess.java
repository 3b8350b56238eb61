package net.bitwrk.exchange.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A runnable exchange as a process of its own, on a free port of this computer. Ends with the tests at the latest. */
final class ExchangeProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(400);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final Pattern READY = Pattern.compile("exchange is ready at (\\S+)");

    private final Process process;
    private final Path log;

    private ExchangeProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** The jar that is shipped. */
    static Path shippedJar() {
        return Path.of(System.getProperty("exchange.jar"));
    }

    /**
     * Starts it without waiting.
     *
     * @param folder where it works, and keeps its data by default
     * @param settings by their names, e.g. {@code db-url}
     */
    static ExchangeProcess start(Path jar, Path folder, Map<String, String> settings, String... options) {
        List<String> properties = settings.entrySet().stream()
                .map(setting -> "-Dbitwrk." + setting.getKey() + "=" + setting.getValue())
                .toList();
        return start(jar, folder, properties, options.length == 0 ? List.of("--port", "0") : List.of(options));
    }

    /** The jar that is shipped, with its own settings, as {@code properties} have the Java it runs on. */
    static ExchangeProcess startIn(Path folder, String... properties) {
        return start(shippedJar(), folder, List.of(properties), List.of("--port", "0"));
    }

    private static ExchangeProcess start(Path jar, Path folder, List<String> properties, List<String> options) {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx768m"));
        command.addAll(properties);
        command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
        command.addAll(options);
        try {
            Files.createDirectories(folder);
            Path log = Files.createTempFile(folder, "exchange", ".log");
            var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
            builder.environment().keySet().removeIf(name -> name.startsWith("BITWRK_"));
            return new ExchangeProcess(builder.redirectOutput(log.toFile()).start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it answers. @throws AssertionError with its output if it ends before, or does not come up in time */
    Exchange ready() {
        long deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < deadline) {
            Matcher ready = READY.matcher(output());
            if (ready.find()) {
                return new Exchange(URI.create(ready.group(1)));
            }
            if (ended(Duration.ofMillis(100))) {
                throw new AssertionError("the exchange ended with " + process.exitValue() + ":\n" + output());
            }
        }
        throw new AssertionError("the exchange is not ready in " + START + ":\n" + output());
    }

    /** Waits until it ends by itself. @return its exit code */
    int exitCode() {
        if (!ended(START)) {
            throw new AssertionError("the exchange does not end:\n" + output());
        }
        return process.exitValue();
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** As SIGTERM does, without waiting. */
    void terminate() {
        process.destroy();
    }

    /** As {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        exitCode();
    }

    @Override
    public void close() {
        process.destroy();
        if (!ended(STOP)) {
            process.destroyForcibly();
        }
    }

    private boolean ended(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
