package net.bitwrk.client.cafs;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;

/** Appends chunks and files to the packs, and empties packs that are mostly garbage. Guarded by the lock of its {@link Vault}. */
final class Packer {
    private static final System.Logger LOG = System.getLogger(Packer.class.getName());

    private final Shelf shelf;
    private final Index index;
    private final long packSize;

    Packer(Shelf shelf, Index index, long packSize) {
        this.shelf = shelf;
        this.index = index;
        this.packSize = packSize;
    }

    void place(Placed placed, ByteBuffer head, ByteBuffer body) throws IOException {
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

    void flush() throws IOException {
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

    /** Whether there was a pack of which at least this share is garbage: it is gone, its other content stands elsewhere. */
    boolean emptyAPack(double garbage) throws IOException {
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
            for (Placed.OfChunk chunk : index.chunks()) {
                if (chunk.isIn(pack)) {
                    byte[] bytes = pack.read(chunk.body(), chunk.size);
                    place(chunk, Records.chunkHead(chunk.id, chunk.size), ByteBuffer.wrap(bytes));
                }
            }
            for (Placed.OfFile file : index.files()) {
                if (file.isIn(pack)) {
                    place(file, Records.fileHead(file.file, file.keptUntil), Records.list(file.file));
                }
            }
            flush();
        }
    }

    /** Ends the pack that is written to, if it has garbage; whether there is a pack now that is worth emptying. */
    boolean finishPackWithGarbage(double garbage) throws IOException {
        if (shelf.activeHasGarbage()) {
            roll();
        }
        return shelf.emptiest(garbage).isPresent();
    }
}
