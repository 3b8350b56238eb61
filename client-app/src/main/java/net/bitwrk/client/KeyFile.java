package net.bitwrk.client;

import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.identity.PrivateKey;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * The file with the participant's private key (protocol section 2): for its owner alone, without a line break. It is
 * never overwritten, never shown and never followed to somewhere else.
 */
final class KeyFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    /** A key has 51 or 52 characters; the rest is room for white space. */
    private static final int MAX_BYTES = 1024;

    private final Path path;

    private KeyFile(Path path) {
        this.path = path;
    }

    /** The one in a client's folder. */
    static KeyFile in(Path folder) {
        return new KeyFile(folder.resolve("privatekey.wif"));
    }

    /** Any file, for import and export. */
    static KeyFile at(Path path) {
        return new KeyFile(path);
    }

    Path path() {
        return path;
    }

    /** The key, or a new one where there is none yet. */
    PrivateKey readOrCreate() throws IOException {
        Optional<PrivateKey> known = read();
        if (known.isPresent()) {
            return known.get();
        }
        PrivateKey fresh = PrivateKey.generate();
        write(fresh);
        return fresh;
    }

    /**
     * Empty if there is no file. White space is skipped.
     *
     * @throws IOException if it is not a plain file, or holds no key
     */
    Optional<PrivateKey> read() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(path + " is not a plain file: a key is not read through a link");
        }
        PrivateKey key = parse();
        // Not before it is known to be a key: other files are nobody's business.
        DataFolder.restrict(path, OWNER_ONLY);
        return Optional.of(key);
    }

    private PrivateKey parse() throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer bytes = ByteBuffer.allocate(MAX_BYTES);
            while (bytes.hasRemaining() && file.read(bytes) >= 0) {}
            String text = StandardCharsets.ISO_8859_1.decode(bytes.flip()).toString();
            return PrivateKey.ofWif(text.replaceAll("\\s", ""));
        } catch (Malformed e) {
            throw new IOException(path + " holds no key in Wallet Import Format", e);
        }
    }

    /** @throws FileAlreadyExistsException if there is a file already: keys are money and are not overwritten */
    void write(PrivateKey key) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel file = FileChannel.open(path, options, ownerOnly())) {
            ByteBuffer bytes = StandardCharsets.US_ASCII.encode(key.wif());
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
    }

    private FileAttribute<?>[] ownerOnly() {
        boolean hasRights = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return hasRights
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }
}
