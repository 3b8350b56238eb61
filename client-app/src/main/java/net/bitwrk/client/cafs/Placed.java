package net.bitwrk.client.cafs;

import java.util.Optional;

/** Where a record is: of a chunk, or of a file as a whole. Guarded by the store's lock. */
abstract sealed class Placed {
    /** A record, its head included. */
    private record Spot(Pack pack, long offset, long size) {}

    final OwnedKey id;
    /** Empty if the record did not reach the disk. */
    private Optional<Spot> spot = Optional.empty();
    /** Where the record still is if the new one does not reach the disk. */
    private Optional<Spot> former = Optional.empty();

    private boolean isLive;

    Placed(OwnedKey id) {
        this.id = id;
    }

    boolean isThere() {
        return spot.isPresent();
    }

    boolean isIn(Pack pack) {
        return spot.filter(s -> s.pack == pack).isPresent();
    }

    Pack pack() {
        return spot.orElseThrow().pack;
    }

    /** Where the bytes after the head begin. */
    long body() {
        return spot.orElseThrow().offset + Records.HEAD;
    }

    void place(Pack pack, long offset, long size) {
        former = spot;
        moveTo(Optional.of(new Spot(pack, offset, size)));
    }

    /** The new record has reached the disk. */
    void settle() {
        former = Optional.empty();
    }

    /** The new record has not reached the disk. */
    void revert() {
        moveTo(former);
        former = Optional.empty();
    }

    void setLive(boolean live) {
        if (live != isLive) {
            isLive = live;
            spot.ifPresent(s -> s.pack.addLive(live ? s.size : -s.size));
        }
    }

    private void moveTo(Optional<Spot> target) {
        if (isLive) {
            spot.ifPresent(s -> s.pack.addLive(-s.size));
            target.ifPresent(s -> s.pack.addLive(s.size));
        }
        spot = target;
    }

    /** A chunk; of use as long as a file or a writer refers to it, once for each time it occurs there. */
    static final class OfChunk extends Placed {
        final int size;
        int references;

        OfChunk(OwnedKey id, int size) {
            super(id);
            this.size = size;
        }
    }

    /** A whole file, its chunks by name. */
    static final class OfFile extends Placed {
        final StoredFile file;
        long keptUntil;
        int readers;

        OfFile(StoredFile file, long keptUntil) {
            super(new OwnedKey(file.owner(), file.key()));
            this.file = file;
            this.keptUntil = keptUntil;
        }
    }
}
