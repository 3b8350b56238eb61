package net.bitwrk.client.cafs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

@Timeout(60)
final class FoldersTest {
    /** Without care most of these fail. */
    private static final int ROUNDS = 500;

    @TempDir
    private Path parent;

    /** The first results of two buys arrive together. */
    @Test
    void twoMayMakeTheSameFolderAtOnce() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            var together = new Phaser(2);
            Future<Integer> failed = other.submit(() -> makeAll(together));
            assertEquals(0, makeAll(together) + failed.get());
        } finally {
            other.shutdownNow();
        }
    }

    /** How many failed. */
    private int makeAll(Phaser together) {
        int failed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int phase = together.arrive();
            while (together.getPhase() == phase) {
                // Waiting in any other way is too slow to meet.
                Thread.onSpinWait();
            }
            try {
                Folders.create(parent.resolve("folder-" + round));
            } catch (IOException e) {
                failed++;
            }
        }
        return failed;
    }

    @Test
    void aFileIsNoFolder() throws Exception {
        Path file = Files.createFile(parent.resolve("file"));
        assertThrows(FileSystemException.class, () -> Folders.create(file));
    }
}
