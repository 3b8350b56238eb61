package net.bitwrk.rays;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a result is to be written: looked at before anything is paid for it. */
public final class Output {
    private Output() {}

    /** @throws IOException that says why a file cannot be written there */
    public static void check(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw new IOException("cannot write " + file + ": it is a folder");
        }
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("cannot write " + file + ": there is no folder " + folder);
        }
        if (!Files.isWritable(Files.exists(file) ? file : folder)) {
            throw new IOException("cannot write " + file + ": there is no permission");
        }
    }
}
