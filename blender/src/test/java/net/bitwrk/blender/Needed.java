package net.bitwrk.blender;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/** Programs that a machine may lack: their tests are skipped with one line, or fail where {@code -Drequire} names them. */
enum Needed {
    PYTHON3("python3", "python3"),
    BLENDER("blender", "blender"),
    BUBBLEWRAP("bubblewrap", "bwrap"),
    XVFB("xvfb", "xvfb-run");

    private final String name;
    private final String program;

    Needed(String name, String program) {
        this.name = name;
        this.program = program;
    }

    void orSkip() {
        if (isThere()) {
            return;
        }
        String trouble = "there is no " + program + " on this machine";
        if (List.of(System.getProperty("require", "").split(",")).contains(name)) {
            fail(trouble + ", but -Drequire names " + name);
        }
        abort("skipped: " + trouble);
    }

    private boolean isThere() {
        return List.of(System.getenv().getOrDefault("PATH", "").split(":")).stream()
                .map(folder -> Path.of(folder, program))
                .anyMatch(Files::isExecutable);
    }

    /** A built file of another module, which is there after a build of the whole. */
    static String file(String property) throws IOException {
        Path file = Path.of(System.getProperty(property));
        if (!Files.exists(file)) {
            fail("build the whole project first: there is no " + file.getFileName());
        }
        return file.toRealPath().toString();
    }
}
