package net.bitwrk.blender;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** A run of {@code python3} in the module's folder; what it printed is shown when it fails. */
final class Python {
    private static final Path FOLDER = Path.of("").toAbsolutePath();

    private final Map<String, String> environment = new HashMap<>();

    Python with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** The tests of a folder below {@code tests}, in the files of this pattern. */
    void unittest(String folder, String files, int minutes) throws IOException, InterruptedException {
        succeeds(minutes, "-m", "unittest", "discover", "-v", "-t", ".", "-s", "tests/" + folder, "-p", files);
    }

    void succeeds(int minutes, String... arguments) throws IOException, InterruptedException {
        Path log = Files.createTempFile("python", ".log");
        try {
            int code = run(log, minutes, arguments);
            String said = Files.readString(log, StandardCharsets.UTF_8);
            assertEquals(0, code, "python3 " + String.join(" ", arguments) + " said:\n" + said);
            said.lines().filter(line -> line.contains("skipped ")).forEach(System.out::println);
        } finally {
            Files.delete(log);
        }
    }

    private int run(Path log, int minutes, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3", "-W", "error::SyntaxWarning"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.environment().put("PYTHONUNBUFFERED", "1");
        builder.environment().put("BITWRK_REQUIRE", System.getProperty("require", ""));
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            return -1;
        }
        return process.exitValue();
    }
}
