package net.bitwrk.client.cafs;

import java.io.IOException;
import java.time.Clock;
import java.util.HashSet;

/**
 * How much room there is, and what goes when there is none: the files unused for longest, but none that is held fast. Guarded
 * by the lock of its {@link Vault}.
 */
final class Space {
    private static final double MOSTLY = 0.5;
    private static final double WORTH_IT = 0.125;

    private final Shelf shelf;
    private final Index index;
    private final Packer packer;
    private final Clock clock;
    /** One pack's worth stays free, for what has to be moved while another pack is emptied. */
    private final long allowed;
    /** Room that writers have been promised and have not used yet. */
    private long reserved;

    Space(Shelf shelf, Index index, Packer packer, Clock clock, long allowed) {
        this.shelf = shelf;
        this.index = index;
        this.packer = packer;
        this.clock = clock;
        this.allowed = allowed;
    }

    /** @throws StoreFull if there is no such room, in the store or on the disk */
    Room reserve(long bytes) throws IOException {
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
    void take(Room room, long bytes) {
        long taken = Math.min(bytes, room.left);
        room.left -= taken;
        reserved -= taken;
    }

    void makeRoom(long bytes) throws IOException {
        long most = allowed - reserved;
        if (shelf.size() + bytes > most && sizeOfHeldFast() + bytes > most && bytesHeldFast() + bytes > most) {
            throw full(bytes);
        }
        while (shelf.size() + bytes > most) {
            if (!packer.emptyAPack(MOSTLY)
                    && !dropAFile()
                    && !packer.emptyAPack(WORTH_IT)
                    && !packer.finishPackWithGarbage(WORTH_IT)) {
                throw full(bytes);
            }
        }
    }

    private StoreFull full(long bytes) {
        return new StoreFull("the store is full: " + bytes + " more bytes wanted, " + bytesHeldFast()
                + " are in use or kept, " + reserved + " promised, " + allowed + " are allowed (-store-size)");
    }

    private boolean isHeldFast(Placed.OfFile file) {
        return file.readers > 0 || file.keptUntil > clock.millis();
    }

    /** At most so much is held fast: what files share is counted for each. */
    private long sizeOfHeldFast() {
        return index.files().stream()
                .filter(this::isHeldFast)
                .mapToLong(file -> file.file.size())
                .sum();
    }

    /** What no file can be dropped for; what several share, be it within one, counts once. */
    private long bytesHeldFast() {
        var distinct = new HashSet<OwnedKey>();
        long bytes = 0;
        for (Placed.OfFile file : index.files()) {
            if (isHeldFast(file)) {
                for (Chunk chunk : file.file.chunks()) {
                    bytes += distinct.add(new OwnedKey(file.id.owner(), chunk.key())) ? chunk.size() : 0;
                }
            }
        }
        return bytes;
    }

    private boolean dropAFile() {
        var unused = index.files().stream().filter(file -> !isHeldFast(file)).findFirst();
        unused.ifPresent(file -> {
            index.drop(file);
            StoreLog.tell("file dropped", file.id, file.file.size());
        });
        return unused.isPresent();
    }
}
