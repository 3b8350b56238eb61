package net.bitwrk.client.cafs;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file to which records are appended and from which nothing is ever taken out; it goes as a whole. What was appended
 * last is in memory until {@link #flush()}. Not safe for use by several threads: the store sees to that.
 */
final class Pack {
    /** One write for many chunks: a system call a chunk would cost as much as its hash. */
    private static final int BUFFER = 256 << 10;

    private static final int FIRST_BUFFER = 16 << 10;

    private final Path path;
    /** No channel: an interrupted thread, as a cancelled activity's, would close it for all. */
    private final RandomAccessFile disk;

    private final List<Placed> unflushed = new ArrayList<>();
    private ByteBuffer tail = ByteBuffer.allocate(FIRST_BUFFER);
    private long flushed;
    private long live;

    Pack(Path path, RandomAccessFile disk) throws IOException {
        this.path = path;
        this.disk = disk;
        this.flushed = disk.length();
    }

    long size() {
        return flushed + tail.position();
    }

    /** Bytes of records that are still of use. */
    long live() {
        return live;
    }

    long garbage() {
        return size() - live;
    }

    void addLive(long bytes) {
        live += bytes;
    }

    /** Puts a record at the end, in two parts; where it begins. */
    void append(ByteBuffer head, ByteBuffer body, Placed placed) throws IOException {
        int size = head.remaining() + body.remaining();
        if (size > tail.remaining()) {
            makeRoom(size);
        }
        long offset = size();
        tail.put(head).put(body);
        placed.place(this, offset, size);
        unflushed.add(placed);
    }

    private void makeRoom(int size) throws IOException {
        if (tail.position() + size > BUFFER) {
            flush();
        }
        if (size > tail.remaining()) {
            int capacity = Math.max(tail.position() + size, Math.min(BUFFER, 4 * tail.capacity()));
            tail = ByteBuffer.allocate(capacity).put(tail.flip());
        }
    }

    /** Everything appended so far survives the end of this process, even by {@code kill -9}. */
    void flush() throws IOException {
        if (tail.position() > 0) {
            disk.seek(flushed);
            disk.write(tail.array(), 0, tail.position());
            flushed += tail.position();
            tail.clear();
            unflushed.forEach(Placed::settle);
            unflushed.clear();
        }
    }

    /** After a failed flush: what has not reached the disk is given up. */
    void giveUp() {
        tail.clear();
        unflushed.forEach(Placed::revert);
        unflushed.clear();
    }

    byte[] read(long offset, int size) throws IOException {
        byte[] bytes = new byte[size];
        if (offset >= flushed) {
            tail.get((int) (offset - flushed), bytes);
        } else {
            disk.seek(offset);
            disk.readFully(bytes);
        }
        return bytes;
    }

    /** Takes off what a killed process left at the end. */
    void cut(long size) throws IOException {
        if (size < flushed) {
            disk.setLength(size);
            flushed = size;
        }
    }

    void close() throws IOException {
        disk.close();
    }

    void delete() throws IOException {
        disk.close();
        Files.deleteIfExists(path);
    }
}
