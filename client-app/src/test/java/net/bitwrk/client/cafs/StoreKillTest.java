package net.bitwrk.client.cafs;

import net.bitwrk.protocol.hash.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** {@code kill -9} at a random moment: every file that was acknowledged is there and whole. */
final class StoreKillTest {
    private static final Limits LIMITS = new Limits(64L << 20, 8 << 20);
    private static final int ROUNDS = 3;
    private static final long SEED = Long.getLong("seed", 1);

    @TempDir
    Path directory;

    @Test
    @Timeout(60)
    void everyAcknowledgedFileSurvives() throws Exception {
        var random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            List<Hash> acknowledged = storeUntilKilled(20 + random.nextInt(40), random);
            try (Store store = Store.open(directory, LIMITS, Clock.systemUTC())) {
                for (Hash key : acknowledged) {
                    try (InputStream in = store.open(key)) {
                        assertEquals(key, Hash.sha256(in.readAllBytes()), "seed " + SEED + ", round " + round);
                    }
                }
                assertTrue(acknowledged.size() >= 20);
            }
        }
    }

    private List<Hash> storeUntilKilled(int files, Random random) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Endless.class.getName(),
                        directory.toString(),
                        Long.toString(random.nextLong()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var acknowledged = new ArrayList<Hash>();
        try (var lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            for (int i = 0; i < files; i++) {
                acknowledged.add(Hash.parse("key", lines.readLine()));
            }
            TimeUnit.MICROSECONDS.sleep(random.nextInt(5000));
            process.destroyForcibly().waitFor();
        }
        return acknowledged;
    }

    /** Stores files of all sizes and names each when it is in. */
    static final class Endless {
        public static void main(String[] arguments) throws IOException {
            var random = new Random(Long.parseLong(arguments[1]));
            try (Store store = Store.open(Path.of(arguments[0]), LIMITS, Clock.systemUTC())) {
                while (true) {
                    byte[] file = new byte[random.nextBoolean() ? random.nextInt(2000) : random.nextInt(500_000)];
                    random.nextBytes(file);
                    try (FileWriter writer = store.put(Owner.OWN)) {
                        writer.write(file);
                        System.out.println(writer.finish().key());
                    }
                }
            }
        }
    }
}
