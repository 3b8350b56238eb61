package net.bitwrk.client.peer;

import net.bitwrk.client.cafs.FileWriter;
import net.bitwrk.client.cafs.Folders;
import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.hash.Secret;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;

/** A result as the seller sent it, on disk until its key is known. Closing deletes it. */
public final class EncryptedResult implements Closeable {
    private static final int BUFFER = 64 << 10;

    private final Path path;
    private final Hash hash;

    private EncryptedResult(Path path, Hash hash) {
        this.path = path;
        this.hash = hash;
    }

    static EncryptedResult receive(InputStream in, Path spool) throws IOException {
        Path path = Files.createTempFile(spool, "result", ".encrypted");
        var digest = Hash.newDigest();
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(path, StandardOpenOption.WRITE), digest)) {
            in.transferTo(out);
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
        return new EncryptedResult(path, Hash.of(digest));
    }

    /** {@code encresulthash}: what the buyer signs. */
    public Hash hash() {
        return hash;
    }

    /** In bytes, as it came and in the clear. */
    public long size() throws IOException {
        return Files.size(path);
    }

    /** Goes on with one that {@link #moveTo} has put there. */
    public static EncryptedResult at(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            var digest = Hash.newDigest();
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return new EncryptedResult(path, Hash.of(digest));
        }
    }

    /** The same at {@code target} on the same disk, from where no end of this process and no power cut takes it away. */
    public EncryptedResult moveTo(Path target) throws IOException {
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            file.getFD().sync();
        }
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        Folders.sync(target.toAbsolutePath().getParent());
        return new EncryptedResult(target, hash);
    }

    /** The result in the clear. */
    public StoredFile decrypt(Secret key, FileWriter out) throws IOException {
        var cipher = new ResultCipher(key);
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(path)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                cipher.apply(buffer, 0, read);
                out.write(buffer, 0, read);
            }
            return out.finish();
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
