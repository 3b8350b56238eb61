package net.bitwrk.client.cafs;

import net.bitwrk.protocol.hash.Hash;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes a new file in as a stream, and cuts it into chunks. Nothing is found in the store before {@link #finish()};
 * closing without it leaves nothing behind. For one thread.
 */
public final class FileWriter extends OutputStream {
    private static final int FIRST_BUFFER = 8 << 10;
    /** Four of the largest chunks: what is scanned twice, because its chunk goes on, is little of it. */
    private static final int LARGEST_BUFFER = 4 * Chunk.MAX_SIZE;

    private final Vault vault;
    private final Owner owner;
    private final Duration keep;
    private final long maxBytes;
    private final Room room;
    private final MessageDigest digest = Hash.newDigest();
    private final List<Chunk> chunks = new ArrayList<>();
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int filled;
    private long size;
    private boolean isOver;

    /** @param keep how long the file stays from its finish on, whatever the limit drops */
    FileWriter(Vault vault, Owner owner, Duration keep, long maxBytes, Room room) {
        this.vault = vault;
        this.owner = owner;
        this.keep = keep;
        this.maxBytes = maxBytes;
        this.room = room;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /** @throws StoreFull if the file is too large, or the store cannot make room */
    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        if (isOver) {
            throw new IOException("the file is finished");
        }
        size += length;
        if (size > maxBytes) {
            throw new StoreFull("the file is too large, " + maxBytes + " bytes are allowed");
        }
        digest.update(bytes, from, length);
        for (int done = 0; done < length; ) {
            if (filled == buffer.length) {
                makeRoom();
            }
            int step = Math.min(length - done, buffer.length - filled);
            System.arraycopy(bytes, from + done, buffer, filled, step);
            filled += step;
            done += step;
        }
    }

    private void makeRoom() throws IOException {
        if (buffer.length < LARGEST_BUFFER) {
            buffer = Arrays.copyOf(buffer, Math.min(LARGEST_BUFFER, 4 * buffer.length));
        } else {
            cutChunks();
        }
    }

    private void cutChunks() throws IOException {
        int from = 0;
        for (int length = Chunker.firstSize(buffer, from, filled);
                length >= 0;
                length = Chunker.firstSize(buffer, from, filled)) {
            add(from, length);
            from += length;
        }
        System.arraycopy(buffer, from, buffer, 0, filled - from);
        filled -= from;
    }

    private void add(int from, int length) throws IOException {
        MessageDigest key = Hash.newDigest();
        key.update(buffer, from, length);
        var chunk = new Chunk(Hash.of(key), length);
        vault.add(new OwnedKey(owner, chunk.key()), buffer, from, length, room);
        chunks.add(chunk);
    }

    /** The file is complete; when this returns it survives the end of this process. */
    public StoredFile finish() throws IOException {
        cutChunks();
        if (filled > 0 || chunks.isEmpty()) {
            add(0, filled);
        }
        var file = new StoredFile(owner, Hash.of(digest), size, chunks);
        vault.register(file, keep, room);
        isOver = true;
        vault.giveUp(room);
        return file;
    }

    /** Gives the file up, if it is not finished. */
    @Override
    public void close() {
        if (!isOver) {
            isOver = true;
            vault.release(owner, chunks);
            vault.giveUp(room);
        }
    }
}
