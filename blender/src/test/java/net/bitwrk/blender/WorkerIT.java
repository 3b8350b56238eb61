package net.bitwrk.blender;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;

/** The worker with a real Blender in its sandbox, and hostile scenes. */
@Tag("full")
final class WorkerIT {
    @BeforeAll
    static void needsBlenderAndItsSandbox() {
        Needed.PYTHON3.orSkip();
        Needed.BLENDER.orSkip();
        Needed.BUBBLEWRAP.orSkip();
    }

    @Test
    void theWorkerDoesWhatItsTestsSay() throws IOException, InterruptedException {
        new Python().unittest("worker", "test_real_*.py", 30);
    }
}
