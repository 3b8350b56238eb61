package net.bitwrk.blender;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;

/** Exchange, clients, workers and the add-on, each a process of its own, as users run them. */
@Tag("full")
final class EndToEndIT {
    @BeforeAll
    static void needsBlenderAndItsSandbox() {
        Needed.PYTHON3.orSkip();
        Needed.BLENDER.orSkip();
        Needed.BUBBLEWRAP.orSkip();
    }

    @Test
    void picturesAreBoughtFromTwoSellers() throws IOException, InterruptedException {
        new Python()
                .with("BITWRK_CLIENT_JAR", Needed.file("client.jar"))
                .with("BITWRK_EXCHANGE_JAR", Needed.file("exchange.jar"))
                .unittest("end_to_end", "test_*.py", 30);
    }
}
