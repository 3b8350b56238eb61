package net.bitwrk.client.cafs;

import net.bitwrk.protocol.hash.Hash;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Files by content, on disk (protocol section 10). Files stream in and out; equal chunks of one owner are kept once; when
 * the store is full, the files unused for longest go first, but none that is being read, written, or kept for a time.
 *
 * <p>Chunks and files are appended to packs of many: a file of its own for each chunk would cost more than hashing it. A
 * file exists from the moment its record is complete, so a killed process leaves whole files and no halves; what it left
 * of others is garbage that goes with its pack. Safe for use by many threads.
 */
public final class Store implements Closeable {
    /**
     * What heads and lists take of a file's size: 125 bytes a chunk, of which there is one in 8 KiB (protocol section 10), and
     * twice that to be sure.
     */
    private static final int RECORDS_SHARE = 32;

    /** Small files may be cut into many more chunks than that. */
    private static final int RECORDS_MIN = 64 << 10;

    private final FileChannel lockFile;
    private final Vault vault;
    private final Limits limits;

    private Store(FileChannel lockFile, Vault vault, Limits limits) {
        this.lockFile = lockFile;
        this.vault = vault;
        this.limits = limits;
    }

    /** Opens what is in {@code directory}, or an empty store; refuses where another process has it open. */
    public static Store open(Path directory, Limits limits, Clock clock) throws IOException {
        return open(directory, limits, clock, path -> new RandomAccessFile(path.toFile(), "rw"));
    }

    static Store open(Path directory, Limits limits, Clock clock, Shelf.Disk disk) throws IOException {
        FileChannel lockFile = lock(Files.createDirectories(directory).resolve("lock"));
        try {
            var vault = new Vault(new Shelf(directory.resolve("packs"), disk), limits, clock);
            vault.load();
            return new Store(lockFile, vault, limits);
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        Optional<FileLock> lock = Optional.empty();
        try {
            lock = Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            // This very process has it open: as bad as another one.
        }
        if (lock.isEmpty()) {
            channel.close();
            throw new IOException("the store is in use by another client: " + path);
        }
        return channel;
    }

    /** Begins a new file; it is in the store when {@link FileWriter#finish()} returns. */
    public FileWriter put(Owner owner) {
        return put(owner, Duration.ZERO);
    }

    /** The same for a file that stays for {@code keep} from its finish on, whatever the limit drops. */
    public FileWriter put(Owner owner, Duration keep) {
        return new FileWriter(vault, owner, keep, limits.maxFileBytes(), Room.none());
    }

    /**
     * The same for a file of {@code size} bytes, for which there is room: nothing else gets it until the writer is closed.
     *
     * @throws StoreFull if there is no such room
     */
    public FileWriter put(Owner owner, Duration keep, long size) throws IOException {
        if (size > limits.maxFileBytes()) {
            throw tooLarge(size);
        }
        Room room = vault.reserve(size + size / RECORDS_SHARE + RECORDS_MIN);
        return new FileWriter(vault, owner, keep, limits.maxFileBytes(), room);
    }

    private StoreFull tooLarge(long size) {
        return new StoreFull("a file of " + size + " bytes is too large, " + limits.maxFileBytes()
                + " are allowed (see -store-size)");
    }

    /**
     * Holds a file fast, whatever the limit drops, until what is returned is closed.
     *
     * @throws NoSuchFileException if it is not, or not any more, in the store
     */
    public Closeable hold(StoredFile file) throws NoSuchFileException {
        return new StoredInput(vault, vault.pin(new OwnedKey(file.owner(), file.key())));
    }

    /**
     * Begins a file whose chunks are known and come one by one, in any order. Those that {@code owner} already has are
     * held fast, and room is made for the others at once.
     */
    public Assembly assemble(Owner owner, List<Chunk> chunks) throws IOException {
        long size = chunks.stream().mapToLong(Chunk::size).sum();
        if (size > limits.maxFileBytes()) {
            throw tooLarge(size);
        }
        return new Assembly(vault, owner, chunks);
    }

    /** A file of the user of this client. */
    public Optional<StoredFile> find(Hash key) {
        return find(Owner.OWN, key);
    }

    public Optional<StoredFile> find(Owner owner, Hash key) {
        return vault.find(new OwnedKey(owner, key));
    }

    /** Reads a file of the user of this client; it is not dropped before the stream is closed. */
    public InputStream open(Hash key) throws IOException {
        return open(Owner.OWN, key);
    }

    /** @throws NoSuchFileException if the file is not, or not any more, in the store */
    public InputStream open(Owner owner, Hash key) throws IOException {
        return new StoredInput(vault, vault.pin(new OwnedKey(owner, key)));
    }

    public boolean holds(Owner owner, Hash chunk) {
        return vault.holds(new OwnedKey(owner, chunk));
    }

    /** @throws NoSuchFileException if the chunk is not, or not any more, in the store */
    public byte[] readChunk(Owner owner, Hash chunk) throws IOException {
        return vault.read(new OwnedKey(owner, chunk));
    }

    /** Keeps a file for {@code duration} from now on, whatever the limit drops. */
    public void keep(Owner owner, Hash key, Duration duration) throws IOException {
        vault.keep(new OwnedKey(owner, key), duration);
    }

    public Occupancy occupancy() {
        return vault.occupancy();
    }

    @Override
    public void close() throws IOException {
        try (lockFile) {
            vault.close();
        }
    }
}
