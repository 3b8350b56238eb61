package net.bitwrk.client.cafs;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Clock;

/** A disk for a store that takes only so many bytes more. Thread-safe. */
public final class FillingDisk {
    private long room;

    public FillingDisk(long room) {
        this.room = room;
    }

    /** From now on it takes so many bytes more. */
    public synchronized void hasRoomFor(long bytes) {
        room = bytes;
    }

    private synchronized void take(int bytes) throws IOException {
        if (room < bytes) {
            throw new IOException("No space left on device");
        }
        room -= bytes;
    }

    /** Opens a store that writes to this disk. */
    public Store open(Path directory, Limits limits, Clock clock) throws IOException {
        return Store.open(directory, limits, clock, path -> new RandomAccessFile(path.toFile(), "rw") {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                take(length);
                super.write(bytes, from, length);
            }
        });
    }
}
