package net.bitwrk.blender;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;

/** The zip with client and Java runtime inside, installed into a real Blender. */
@Tag("full")
final class WithClientIT {
    @BeforeAll
    static void needsBlender() {
        Needed.PYTHON3.orSkip();
        Needed.BLENDER.orSkip();
    }

    @Test
    void theClientInsideNeedsNoJavaOnTheMachine() throws IOException, InterruptedException {
        new Python()
                .with("BITWRK_WITH_CLIENT_ZIP", Needed.file("addon.with.client.zip"))
                .unittest("packaged", "test_*.py", 20);
    }
}
