package net.bitwrk.blender;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;

/** The worker with a fake Blender. */
final class WorkerTest {
    @BeforeAll
    static void needsPython() {
        Needed.PYTHON3.orSkip();
    }

    @Test
    void theWorkerDoesWhatItsTestsSay() throws IOException, InterruptedException {
        new Python().unittest("worker", "test_[!r]*.py", 15);
    }
}
