package net.bitwrk.client.cafs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Folders whose entries outlive a power cut. */
public final class Folders {
    private Folders() {}

    /** Makes {@code folder} if it is not there, whoever else does at the same time; its parent is there. */
    public static void create(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            sync(folder.toAbsolutePath().getParent());
        }
    }

    /** Returns when what was made, moved and deleted in {@code folder} is on disk. Not every system can do it. */
    public static void sync(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
                entries.force(true);
            }
        }
    }
}
