package net.bitwrk.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Processes of the real jars, each with a log of its own; all are ended at the end. */
final class Processes implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 120;
    private static final int PAUSE_MILLIS = 100;

    private final Path folder;
    private final Deque<Process> running = new ArrayDeque<>();
    private String lastOutput = "";

    Processes(Path folder) {
        this.folder = folder;
    }

    /** A running daemon of the client. */
    record Daemon(Process process, Path folder, int port, Path log) {
        String url() {
            return "http://127.0.0.1:" + port;
        }

        String output() throws IOException {
            return Files.readString(log);
        }

        String get(String path) throws IOException {
            return RawHttp.get(port, path).text();
        }

        /** Waits until {@code path} answers with a text that contains {@code text}. */
        String await(String path, String text) throws IOException, InterruptedException {
            String last = "nothing";
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (System.nanoTime() < end && process.isAlive()) {
                try {
                    last = get(path);
                } catch (IOException e) {
                    last = e.toString();
                }
                if (last.contains(text)) {
                    return last;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
            throw new AssertionError("no '" + text + "' at " + path + ": " + last + "\n" + output());
        }

        /** By SIGTERM, as the Blender add-on does, or by SIGKILL. */
        void end(boolean kindly) throws InterruptedException {
            if (kindly) {
                process.destroy();
            } else {
                process.destroyForcibly();
            }
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the daemon does not end");
            }
        }
    }

    Daemon daemon(String name, int port, String... options) throws IOException, InterruptedException {
        Path data = folder.resolve(name);
        var arguments = new ArrayList<>(List.of("-datadir", data.toString(), "-intport", "" + port));
        arguments.addAll(List.of(options));
        Process process = jar(name, arguments.toArray(new String[0]));
        var daemon = new Daemon(process, data, port, log(name));
        daemon.await("/id", "BitWrk Go Client");
        return daemon;
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    /** The client's jar with these arguments, in the background. */
    Process jar(String name, String... arguments) throws IOException {
        return start(name, client(arguments));
    }

    private static List<String> client(String... arguments) {
        var command = new ArrayList<>(List.of(java(), "-Xmx256m", "-jar", System.getProperty("client.jar")));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private Process start(String name, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile())
                .start();
        running.push(process);
        return process;
    }

    int runJar(String... arguments) throws IOException, InterruptedException {
        return run(client(arguments).toArray(new String[0]));
    }

    /** Runs to the end; tells the exit code. */
    int run(String... command) throws IOException, InterruptedException {
        Process process = start("run", List.of(command));
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError(String.join(" ", command) + " does not end");
        }
        lastOutput = Files.readString(log("run"));
        return process.exitValue();
    }

    String lastOutput() {
        return lastOutput;
    }

    /** An exchange with a database of its own; tells its URL when it answers. */
    String exchange(Path jar) throws IOException, InterruptedException {
        int port = ClientFixture.freePort();
        Process process = start("exchange", List.of(java(), "-Xmx768m", "-jar", jar.toString(), "--port", "" + port));
        new Daemon(process, folder, port, log("exchange")).await("/myip", "127.0.0.1");
        return "http://127.0.0.1:" + port + "/";
    }

    @Override
    public void close() {
        for (Process process : running) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
        for (Process process : running) {
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
}
