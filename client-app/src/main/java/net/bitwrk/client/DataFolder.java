package net.bitwrk.client;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Where a client keeps its key, its store and what survives a restart: for its owner alone, and for one daemon at a
 * time. Closing it lets the next daemon in.
 */
final class DataFolder implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(DataFolder.class.getName());
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Protocol section 2. */
    static Path standard() {
        return Path.of(System.getProperty("user.home"), ".bitwrk-client");
    }

    /** Makes the folder where it is missing, and closes it to others, with a warning, where it was open to them. */
    static Path prepare(Path path) throws IOException {
        boolean isNew = !Files.exists(path);
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new IOException(
                    "the folder " + path + " cannot be made (" + Failures.reason(e) + "): -datadir DIR names another",
                    e);
        }
        if (isNew) {
            allow(path, OWNER_ONLY);
        }
        restrict(path, OWNER_ONLY);
        return path;
    }

    private static void allow(Path path, Set<PosixFilePermission> allowed) throws IOException {
        var view = Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view != null) {
            view.setPermissions(allowed);
        }
    }

    /** @throws IOException if another daemon has it */
    static DataFolder lock(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(prepare(path).resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isLocked(channel)) {
            channel.close();
            throw new IOException("another client is running with the folder " + path
                    + ": end it first, or give this one another folder with -datadir");
        }
        return new DataFolder(path, channel);
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Takes away whatever rights {@code allowed} does not name; file systems without such rights are left alone. */
    static void restrict(Path path, Set<PosixFilePermission> allowed) throws IOException {
        var view = Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null || allowed.containsAll(view.readAttributes().permissions())) {
            return;
        }
        String before = PosixFilePermissions.toString(view.readAttributes().permissions());
        view.setPermissions(allowed);
        LOG.log(
                Level.WARNING,
                "{0} was open to others ({1}) and has been closed to them ({2})",
                path,
                before,
                PosixFilePermissions.toString(allowed));
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
