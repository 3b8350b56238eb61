package net.bitwrk.client.cafs;

import net.bitwrk.protocol.hash.Hash;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The index of the store and its one lock: which chunk and which file is in which pack, and what goes when there is no
 * room. Reading a chunk holds the lock, too: a copy out of the page cache is short, and no pack can vanish meanwhile.
 */
final class Vault {
    private static final System.Logger LOG = System.getLogger(Vault.class.getName());
    /** A pack is this part of the store, so that emptying one takes little and little of it is garbage. */
    private static final int PACKS = 16;

    private static final long MAX_PACK = 64L << 20;
    private static final double MOSTLY = 0.5;
    private static final double WORTH_IT = 0.125;

    private final Shelf shelf;
    private final Limits limits;
    private final Clock clock;
    private final long packSize;
    private final Map<OwnedKey, Placed.OfChunk> chunks = new HashMap<>();
    /** The file unused for longest first. */
    private final Map<OwnedKey, Placed.OfFile> files = new LinkedHashMap<>(16, 0.75f, true);
    /** Room that writers have been promised and have not used yet. */
    private long reserved;

    Vault(Shelf shelf, Limits limits, Clock clock) {
        this.shelf = shelf;
        this.limits = limits;
        this.clock = clock;
        this.packSize = Math.min(MAX_PACK, limits.maxBytes() / PACKS);
    }

    synchronized void load() throws IOException {
        for (Pack pack : shelf.finished()) {
            pack.cut(PackScan.scan(pack, chunk -> chunks.put(chunk.id, chunk), file -> files.put(file.id, file)));
        }
        files.values().removeIf(file -> !isWhole(file.file));
        for (Placed.OfFile file : files.values()) {
            file.setLive(true);
            file.file.chunks().forEach(chunk -> refer(new OwnedKey(file.id.owner(), chunk.key()), 1));
        }
        chunks.values().removeIf(chunk -> chunk.references == 0);
        for (Pack pack : shelf.finished()) {
            if (pack.live() == 0) {
                shelf.delete(pack);
            }
        }
        List<Pack> left = shelf.finished();
        if (!left.isEmpty() && left.get(left.size() - 1).size() < packSize) {
            shelf.activate(left.get(left.size() - 1));
        }
    }

    private boolean isWhole(StoredFile file) {
        return file.chunks().stream().allMatch(chunk -> isThere(file.owner(), chunk));
    }

    private boolean isThere(Owner owner, Chunk chunk) {
        return chunk.size() == 0
                || chunk(new OwnedKey(owner, chunk.key()))
                        .filter(placed -> placed.size == chunk.size())
                        .isPresent();
    }

    private Optional<Placed.OfChunk> chunk(OwnedKey id) {
        return Optional.ofNullable(chunks.get(id)).filter(Placed::isThere);
    }

    /** Refers to a chunk, and stores it where it is new. The caller owes a {@link #release}. */
    synchronized void add(OwnedKey id, byte[] bytes, int from, int size, Room room) throws IOException {
        if (size > 0 && chunk(id).isEmpty()) {
            take(room, Records.HEAD + size);
            makeRoom(Records.HEAD + size);
            var placed = Optional.ofNullable(chunks.get(id)).orElseGet(() -> new Placed.OfChunk(id, size));
            place(placed, Records.chunkHead(id, size), ByteBuffer.wrap(bytes, from, size));
            chunks.put(id, placed);
            tell("chunk stored", id, size);
        } else {
            tell("chunk known", id, size);
        }
        refer(id, 1);
    }

    /** Refers to a chunk if it is there in this size; whether it is. */
    synchronized boolean referToHeld(Owner owner, Chunk chunk) {
        boolean isThere = isThere(owner, chunk);
        if (isThere) {
            refer(new OwnedKey(owner, chunk.key()), 1);
        }
        return isThere;
    }

    synchronized void release(Owner owner, List<Chunk> released) {
        released.forEach(chunk -> refer(new OwnedKey(owner, chunk.key()), -1));
    }

    /** A chunk that did not reach the disk keeps its references: each of them will be released. */
    private void refer(OwnedKey id, int change) {
        var found = Optional.ofNullable(chunks.get(id));
        found.ifPresent(chunk -> {
            chunk.references += change;
            chunk.setLive(chunk.references > 0);
            if (chunk.references <= 0) {
                chunks.remove(id);
            }
        });
    }

    /** Takes over the references that a writer made: from now on they are the file's, which stays for {@code keep}. */
    synchronized void register(StoredFile file, Duration keep, Room room) throws IOException {
        if (!isWhole(file)) {
            throw new IOException("a part of the file did not reach the disk");
        }
        var id = new OwnedKey(file.owner(), file.key());
        if (files.containsKey(id)) {
            keep(id, keep);
            release(file.owner(), file.chunks());
        } else {
            var placed = new Placed.OfFile(file, until(keep));
            take(room, Records.HEAD + Records.listLength(file));
            placeFile(placed);
            placed.setLive(true);
            files.put(id, placed);
        }
        tell("file stored", id, file.size());
    }

    /** Option {@code log-cafs}. */
    private static void tell(String event, OwnedKey id, long size) {
        if (LOG.isLoggable(Level.DEBUG)) {
            LOG.log(Level.DEBUG, event + " key=" + id.key() + " size=" + size + " owner=" + id.owner());
        }
    }

    private long until(Duration keep) {
        return keep.isZero() ? 0 : clock.instant().plus(keep).toEpochMilli();
    }

    synchronized void keep(OwnedKey id, Duration keep) throws IOException {
        Placed.OfFile file = pin(id);
        long former = file.keptUntil;
        long until = until(keep);
        try {
            if (until > former) {
                file.keptUntil = until;
                placeFile(file);
            }
        } catch (IOException e) {
            file.keptUntil = former;
            throw e;
        } finally {
            unpin(file);
        }
    }

    private void placeFile(Placed.OfFile file) throws IOException {
        ByteBuffer list = Records.list(file.file);
        makeRoom(Records.HEAD + list.remaining());
        place(file, Records.fileHead(file.file, file.keptUntil), list);
        flush();
    }

    synchronized Optional<StoredFile> find(OwnedKey id) {
        return Optional.ofNullable(files.get(id)).map(file -> file.file);
    }

    synchronized Placed.OfFile pin(OwnedKey id) throws NoSuchFileException {
        Placed.OfFile file = Optional.ofNullable(files.get(id))
                .orElseThrow(() -> new NoSuchFileException(id.key().toString()));
        file.readers++;
        return file;
    }

    synchronized void unpin(Placed.OfFile file) {
        file.readers--;
    }

    synchronized boolean holds(OwnedKey id) {
        return chunk(id).isPresent();
    }

    byte[] read(OwnedKey id) throws IOException {
        byte[] bytes;
        synchronized (this) {
            Placed.OfChunk chunk =
                    chunk(id).orElseThrow(() -> new NoSuchFileException(id.key().toString()));
            bytes = chunk.pack().read(chunk.body(), chunk.size);
        }
        tell("chunk read", id, bytes.length);
        if (!Hash.sha256(bytes).equals(id.key())) {
            throw new IOException("a chunk in the store is damaged: " + id.key());
        }
        return bytes;
    }

    /**
     * Promises room for a file: nobody else gets it before {@link #giveUp(Room)}.
     *
     * @throws StoreFull if there is none, in the store or on the disk
     */
    synchronized Room reserve(long bytes) throws IOException {
        makeRoom(bytes);
        long free = shelf.freeBytes();
        if (free < bytes + reserved) {
            throw new StoreFull("the disk is full: " + bytes + " more bytes wanted, " + free + " are free, " + reserved
                    + " of them promised");
        }
        reserved += bytes;
        return new Room(bytes);
    }

    /** So much of what was promised is used now, so that {@link #makeRoom} finds it. */
    private void take(Room room, long bytes) {
        long taken = Math.min(bytes, room.left);
        room.left -= taken;
        reserved -= taken;
    }

    synchronized void giveUp(Room room) {
        take(room, room.left);
    }

    synchronized void makeRoom(long bytes) throws IOException {
        // One pack's worth stays free, for what has to be moved while another pack is emptied.
        long most = limits.maxBytes() - packSize - reserved;
        if (shelf.size() + bytes > most && sizeOfHeldFast() + bytes > most && bytesHeldFast() + bytes > most) {
            throw full(bytes);
        }
        while (shelf.size() + bytes > most) {
            if (!emptyAPack(MOSTLY) && !dropAFile() && !emptyAPack(WORTH_IT) && !finishPackWithGarbage()) {
                throw full(bytes);
            }
        }
    }

    private StoreFull full(long bytes) {
        return new StoreFull("the store is full: " + bytes + " more bytes wanted, " + bytesHeldFast()
                + " are in use or kept, " + reserved + " promised, " + (limits.maxBytes() - packSize)
                + " are allowed (-store-size)");
    }

    private boolean isHeldFast(Placed.OfFile file) {
        return file.readers > 0 || file.keptUntil > clock.millis();
    }

    /** At most so much is held fast: what files share is counted for each. */
    private long sizeOfHeldFast() {
        return files.values().stream()
                .filter(this::isHeldFast)
                .mapToLong(file -> file.file.size())
                .sum();
    }

    /** What no file can be dropped for; what several share, be it within one, counts once. */
    private long bytesHeldFast() {
        var distinct = new HashSet<OwnedKey>();
        long bytes = 0;
        for (Placed.OfFile file : files.values()) {
            if (isHeldFast(file)) {
                for (Chunk chunk : file.file.chunks()) {
                    bytes += distinct.add(new OwnedKey(file.id.owner(), chunk.key())) ? chunk.size() : 0;
                }
            }
        }
        return bytes;
    }

    private boolean finishPackWithGarbage() throws IOException {
        if (shelf.activeHasGarbage()) {
            roll();
        }
        return shelf.emptiest(WORTH_IT).isPresent();
    }

    private boolean dropAFile() {
        var unused = files.values().stream().filter(file -> !isHeldFast(file)).findFirst();
        unused.ifPresent(file -> {
            files.remove(file.id);
            file.setLive(false);
            release(file.id.owner(), file.file.chunks());
            tell("file dropped", file.id, file.file.size());
        });
        return unused.isPresent();
    }

    private boolean emptyAPack(double garbage) throws IOException {
        var emptiest = shelf.emptiest(garbage);
        if (emptiest.isPresent()) {
            LOG.log(
                    Level.DEBUG,
                    () -> "pack emptied bytes=" + emptiest.get().size() + " of use="
                            + emptiest.get().live());
            moveAllFrom(emptiest.get());
            shelf.delete(emptiest.get());
        }
        return emptiest.isPresent();
    }

    private void moveAllFrom(Pack pack) throws IOException {
        if (pack.live() > 0) {
            for (Placed.OfChunk chunk : chunks.values()) {
                if (chunk.isIn(pack)) {
                    byte[] bytes = pack.read(chunk.body(), chunk.size);
                    place(chunk, Records.chunkHead(chunk.id, chunk.size), ByteBuffer.wrap(bytes));
                }
            }
            for (Placed.OfFile file : files.values()) {
                if (file.isIn(pack)) {
                    place(file, Records.fileHead(file.file, file.keptUntil), Records.list(file.file));
                }
            }
            flush();
        }
    }

    private void place(Placed placed, ByteBuffer head, ByteBuffer body) throws IOException {
        int size = head.remaining() + body.remaining();
        if (shelf.active().size() > 0 && shelf.active().size() + size > packSize) {
            roll();
        }
        try {
            shelf.active().append(head, body, placed);
        } catch (IOException e) {
            throw giveUp(e);
        }
    }

    private void roll() throws IOException {
        try {
            shelf.roll();
        } catch (IOException e) {
            throw giveUp(e);
        }
    }

    private void flush() throws IOException {
        try {
            shelf.flush();
        } catch (IOException e) {
            throw giveUp(e);
        }
    }

    /** The disk is full or broken: whatever has not reached it was never there. */
    private IOException giveUp(IOException cause) {
        shelf.giveUp();
        return new IOException("the store cannot write: " + cause.getMessage(), cause);
    }

    synchronized Occupancy occupancy() {
        return new Occupancy(files.size(), chunks.size(), shelf.live(), shelf.size(), limits.maxBytes());
    }

    synchronized void close() throws IOException {
        shelf.close();
    }
}
