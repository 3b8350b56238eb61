package net.bitwrk.client.cafs;

import net.bitwrk.protocol.hash.Hash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The store's one lock, and what is done under it: chunks and files come in and are read. Reading a chunk holds the lock, too:
 * a copy out of the page cache is short, and no pack can vanish meanwhile. {@link Index} knows what there is,
 * {@link Packer} puts it down, {@link Space} makes room.
 */
final class Vault {
    /** A pack is this part of the store, so that emptying one takes little and little of it is garbage. */
    private static final int PACKS = 16;

    private static final long MAX_PACK = 64L << 20;

    private final Shelf shelf;
    private final Limits limits;
    private final Clock clock;
    private final long packSize;
    private final Index index = new Index();
    private final Packer packer;
    private final Space space;

    Vault(Shelf shelf, Limits limits, Clock clock) {
        this.shelf = shelf;
        this.limits = limits;
        this.clock = clock;
        this.packSize = Math.min(MAX_PACK, limits.maxBytes() / PACKS);
        this.packer = new Packer(shelf, index, packSize);
        this.space = new Space(shelf, index, packer, clock, limits.maxBytes() - packSize);
    }

    synchronized void load() throws IOException {
        index.load(shelf.finished());
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

    /** Refers to a chunk, and stores it where it is new. The caller owes a {@link #release}. */
    synchronized void add(OwnedKey id, byte[] bytes, int from, int size, Room room) throws IOException {
        if (size > 0 && index.chunk(id).isEmpty()) {
            space.take(room, Records.HEAD + size);
            space.makeRoom(Records.HEAD + size);
            var placed = index.known(id).orElseGet(() -> new Placed.OfChunk(id, size));
            packer.place(placed, Records.chunkHead(id, size), ByteBuffer.wrap(bytes, from, size));
            index.put(placed);
            StoreLog.tell("chunk stored", id, size);
        } else {
            StoreLog.tell("chunk known", id, size);
        }
        index.refer(id, 1);
    }

    /** Refers to a chunk if it is there in this size; whether it is. */
    synchronized boolean referToHeld(Owner owner, Chunk chunk) {
        boolean isThere = index.isThere(owner, chunk);
        if (isThere) {
            index.refer(new OwnedKey(owner, chunk.key()), 1);
        }
        return isThere;
    }

    synchronized void release(Owner owner, List<Chunk> released) {
        index.release(owner, released);
    }

    /** Takes over the references that a writer made: from now on they are the file's, which stays for {@code keep}. */
    synchronized void register(StoredFile file, Duration keep, Room room) throws IOException {
        if (!index.isWhole(file)) {
            throw new IOException("a part of the file did not reach the disk");
        }
        var id = new OwnedKey(file.owner(), file.key());
        if (index.hasFile(id)) {
            keep(id, keep);
            release(file.owner(), file.chunks());
        } else {
            var placed = new Placed.OfFile(file, until(keep));
            space.take(room, Records.HEAD + Records.listLength(file));
            placeFile(placed);
            index.add(placed);
        }
        StoreLog.tell("file stored", id, file.size());
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
        space.makeRoom(Records.HEAD + list.remaining());
        packer.place(file, Records.fileHead(file.file, file.keptUntil), list);
        packer.flush();
    }

    synchronized Optional<StoredFile> find(OwnedKey id) {
        return index.file(id).map(file -> file.file);
    }

    synchronized Placed.OfFile pin(OwnedKey id) throws NoSuchFileException {
        Placed.OfFile file = index.file(id)
                .orElseThrow(() -> new NoSuchFileException(id.key().toString()));
        file.readers++;
        return file;
    }

    synchronized void unpin(Placed.OfFile file) {
        file.readers--;
    }

    synchronized boolean holds(OwnedKey id) {
        return index.chunk(id).isPresent();
    }

    byte[] read(OwnedKey id) throws IOException {
        byte[] bytes;
        synchronized (this) {
            Placed.OfChunk chunk = index.chunk(id)
                    .orElseThrow(() -> new NoSuchFileException(id.key().toString()));
            bytes = chunk.pack().read(chunk.body(), chunk.size);
        }
        StoreLog.tell("chunk read", id, bytes.length);
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
        return space.reserve(bytes);
    }

    synchronized void giveUp(Room room) {
        space.take(room, room.left);
    }

    synchronized void makeRoom(long bytes) throws IOException {
        space.makeRoom(bytes);
    }

    synchronized Occupancy occupancy() {
        return new Occupancy(
                index.files().size(), index.chunks().size(), shelf.live(), shelf.size(), limits.maxBytes());
    }

    synchronized void close() throws IOException {
        shelf.close();
    }
}
