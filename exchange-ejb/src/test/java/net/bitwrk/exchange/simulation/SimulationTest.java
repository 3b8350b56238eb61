package net.bitwrk.exchange.simulation;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/**
 * The real boundaries against the model, on both databases. {@code -Dseed=N} or {@code random}, and
 * {@code -Dsimulation.steps=N}; a failure names its seed and step.
 */
@Tag("B1")
@Tag("B2")
@Tag("B4")
@Tag("B5")
@Tag("M5")
@Tag("M6")
@Tag("M11")
final class SimulationTest {
    @Test
    void keepsToTheModelOnH2(@TempDir Path folder) throws Exception {
        try (var database = TestDatabase.h2(folder)) {
            run(database);
        }
    }

    @Test
    void keepsToTheModelOnPostgresql() throws Exception {
        try (var database = TestDatabase.postgresql()) {
            run(database);
        }
    }

    private static void run(TestDatabase database) throws Exception {
        long seed = Seed.ofProperty();
        int steps = Integer.getInteger("simulation.steps", 2000);
        try (var simulation = new Simulation(database, seed)) {
            simulation.run(steps);
        }
    }
}
