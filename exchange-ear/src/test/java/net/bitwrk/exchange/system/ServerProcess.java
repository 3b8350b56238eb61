package net.bitwrk.exchange.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Runs the commands of an application server, and waits for what they lead to. */
final class ServerProcess {
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private ServerProcess() {}

    /** A port of this computer that is free now, and another one each time: the system may give the same again. */
    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = socket.getLocalPort();
            return GIVEN.add(port) ? port : freePort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a command on an empty database in memory; its output goes to a file in {@code folder}. */
    static Process start(Path folder, List<String> command) {
        try {
            var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
            builder.environment().keySet().removeIf(name -> name.startsWith("BITWRK_"));
            builder.environment().put("BITWRK_DB_URL", "jdbc:h2:mem:server;DB_CLOSE_DELAY=-1");
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            return builder.redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("commands.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command to its end. @throws AssertionError if that is no success */
    static void run(Path folder, List<String> command) {
        Process process = start(folder, command);
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(command + " failed:\n" + Files.readString(folder.resolve("commands.log")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("in " + PATIENCE + " not seen: " + what);
            }
            try {
                Thread.sleep(300);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    /** The status of a page, 0 where nobody answers. */
    static int status(Exchange exchange, String path) {
        try {
            return exchange.get(path).status();
        } catch (UncheckedIOException e) {
            return 0;
        }
    }

    /** Whether a process of this computer was started with a command line that has {@code text} in it. */
    static boolean isRunning(String text) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .anyMatch(process -> process.info().commandLine().orElse("").contains(text));
    }
}
