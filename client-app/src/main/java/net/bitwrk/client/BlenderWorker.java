package net.bitwrk.client;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Blender's worker as a process of this one: it is a Python program, since it shares code with the add-on, and is found
 * where the add-on is. It ends with this process, however that ends.
 */
final class BlenderWorker implements AutoCloseable {
    private static final String SCRIPT = "worker/blender-slave.py";

    /** Where the add-on lies, seen from a folder above the jar: the add-on itself, a folder of both, the sources. */
    private static final List<String> BELOW = List.of("", "render_bitwrk", "blender/render_bitwrk");

    /** The jar is in {@code bitwrk_client} of the add-on, maybe deeper, or in {@code client-app/target}. */
    private static final int LEVELS = 3;

    private static final int DEFAULT_HTTP_PORT = 80;
    private static final int PATIENCE_SECONDS = 30;

    private final Process process;

    private BlenderWorker(Process process) {
        this.process = process;
    }

    /**
     * Starts it; what it prints appears as this program's own output.
     *
     * @param python the Python program
     * @param options for the worker itself
     * @throws IOException if it cannot be found or started
     */
    static BlenderWorker start(String python, Path script, URI client, List<String> options) throws IOException {
        int port = client.getPort() == -1 ? DEFAULT_HTTP_PORT : client.getPort();
        String host = client.getHost().replaceAll("[\\[\\]]", "");
        var command = new ArrayList<>(List.of(python, script.toString(), "--bitwrk-host", host));
        command.addAll(List.of("--bitwrk-port", "" + port));
        // By number: this process may have ended before the worker looks.
        command.addAll(List.of("--end-with-parent", "" + ProcessHandle.current().pid()));
        command.addAll(options);
        try {
            return new BlenderWorker(new ProcessBuilder(command).inheritIO().start());
        } catch (IOException e) {
            throw new IOException("Python 3 does not start: " + e.getMessage() + "; --python names another", e);
        }
    }

    /**
     * The worker's program.
     *
     * @param addOn the add-on's folder, if it was told
     * @throws IOException that says where it was looked for
     */
    static Path find(Optional<Path> addOn) throws IOException {
        List<Path> places = addOn.map(folder -> List.of(folder.resolve(SCRIPT))).orElseGet(BlenderWorker::places);
        for (Path place : places) {
            if (Files.isRegularFile(place)) {
                return place;
            }
        }
        var text = new StringBuilder("Blender's worker is not there; --add-on (or -Dbitwrk.blender=) names the folder"
                + " render_bitwrk of the add-on. It was looked for at");
        places.forEach(place -> text.append(System.lineSeparator()).append("  ").append(place));
        throw new IOException(text.toString());
    }

    private static List<Path> places() {
        var places = new ArrayList<Path>();
        Path folder = ownPlace();
        for (int i = 0; i < LEVELS && folder.getParent() != null; i++) {
            folder = folder.getParent();
            for (String below : BELOW) {
                places.add(folder.resolve(below).resolve(SCRIPT));
            }
        }
        return places;
    }

    /** The jar, or the folder of the classes. */
    private static Path ownPlace() {
        try {
            return Path.of(BlenderWorker.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until it ends by itself; tells its exit code. */
    int await() throws InterruptedException {
        return process.waitFor();
    }

    /** Lets it take leave of the client, and its render end. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
