package net.bitwrk.blender;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;

/** The add-on inside a real Blender, against a scripted client. */
@Tag("full")
final class BlenderIT {
    @BeforeAll
    static void needsBlender() {
        Needed.PYTHON3.orSkip();
        Needed.BLENDER.orSkip();
    }

    @Test
    void theAddOnDoesWhatItsTestsSay() throws IOException, InterruptedException {
        new Python().unittest("in_blender", "test_*.py", 20);
    }
}
