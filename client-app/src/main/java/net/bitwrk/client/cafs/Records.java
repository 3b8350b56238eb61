package net.bitwrk.client.cafs;

import net.bitwrk.protocol.hash.Hash;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * How chunks and files are written into a pack. A head (kind, owner, key, three numbers, checksum) is followed by the
 * bytes of the chunk, or by the list of the file's chunks and its checksum. The bytes of a chunk are proved by its key.
 */
final class Records {
    static final byte CHUNK = 'C';
    static final byte FILE = 'F';
    static final int HEAD = 1 + 2 * Hash.LENGTH + Long.BYTES + Long.BYTES + Integer.BYTES + Integer.BYTES;
    private static final int LISTED = Hash.LENGTH + Integer.BYTES;

    /** What a head says; {@code length} is of what follows it. */
    record Head(byte kind, OwnedKey id, long fileSize, long keptUntil, int length) {}

    private Records() {}

    static ByteBuffer chunkHead(OwnedKey id, int size) {
        return head(new Head(CHUNK, id, size, 0, size));
    }

    static ByteBuffer fileHead(StoredFile file, long keptUntil) {
        var id = new OwnedKey(file.owner(), file.key());
        return head(new Head(FILE, id, file.size(), keptUntil, listLength(file)));
    }

    static int listLength(StoredFile file) {
        return file.chunks().size() * LISTED + Integer.BYTES;
    }

    static ByteBuffer list(StoredFile file) {
        var list = ByteBuffer.allocate(listLength(file));
        for (Chunk chunk : file.chunks()) {
            list.put(chunk.key().bytes()).putInt(chunk.size());
        }
        return list.putInt(checksum(list.array(), list.position())).flip();
    }

    private static ByteBuffer head(Head head) {
        var bytes = ByteBuffer.allocate(HEAD)
                .put(head.kind)
                .put(head.id.owner().tag().bytes())
                .put(head.id.key().bytes())
                .putLong(head.fileSize)
                .putLong(head.keptUntil)
                .putInt(head.length);
        return bytes.putInt(checksum(bytes.array(), bytes.position())).flip();
    }

    /** Reads a head, or nothing where there is none: the end of what was written before a crash. */
    static Optional<Head> parseHead(byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        byte kind = buffer.get();
        byte[] hash = new byte[Hash.LENGTH];
        buffer.get(hash);
        Owner owner = Owner.tagged(Hash.of(hash));
        buffer.get(hash);
        var id = new OwnedKey(owner, Hash.of(hash));
        var head = new Head(kind, id, buffer.getLong(), buffer.getLong(), buffer.getInt());
        boolean isWhole = buffer.getInt() == checksum(bytes, HEAD - Integer.BYTES);
        return isWhole ? Optional.of(head) : Optional.empty();
    }

    static Optional<StoredFile> parseFile(Head head, byte[] list) {
        var buffer = ByteBuffer.wrap(list);
        int count = list.length / LISTED;
        if (buffer.getInt(count * LISTED) != checksum(list, count * LISTED)) {
            return Optional.empty();
        }
        List<Chunk> chunks = new ArrayList<>(count);
        byte[] key = new byte[Hash.LENGTH];
        for (int i = 0; i < count; i++) {
            buffer.get(key);
            chunks.add(new Chunk(Hash.of(key), buffer.getInt()));
        }
        return Optional.of(new StoredFile(head.id.owner(), head.id.key(), head.fileSize, chunks));
    }

    private static int checksum(byte[] bytes, int length) {
        var crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
