package net.bitwrk.blender;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/** What needs no Blender. */
final class CoreTest {
    @TempDir
    private Path folder;

    @BeforeAll
    static void needsPython() {
        Needed.PYTHON3.orSkip();
    }

    @Test
    void everyFileCompilesWithoutAWarning() throws IOException, InterruptedException {
        new Python()
                .with("PYTHONPYCACHEPREFIX", folder.toString())
                .succeeds(5, "-W", "error", "-m", "compileall", "-q", "-f", "render_bitwrk", "tests");
    }

    @Test
    void theCoreDoesWhatItsTestsSay() throws IOException, InterruptedException {
        new Python().unittest("core", "test_*.py", 5);
    }
}
