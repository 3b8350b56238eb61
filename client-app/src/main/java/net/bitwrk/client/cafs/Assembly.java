package net.bitwrk.client.cafs;

import net.bitwrk.protocol.hash.Hash;

import java.io.Closeable;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A file that comes chunk by chunk, in any order; those its owner has already need not come. Nothing is found in the store
 * before {@link #finish()}; closing without it leaves nothing behind. For one thread at a time.
 */
public final class Assembly implements Closeable {
    private final Vault vault;
    private final Owner owner;
    private final List<Chunk> chunks;
    private final List<Chunk> referred = new ArrayList<>();
    private final Set<Hash> held = new HashSet<>();
    private boolean isOver;

    Assembly(Vault vault, Owner owner, List<Chunk> chunks) throws IOException {
        this.vault = vault;
        this.owner = owner;
        this.chunks = List.copyOf(chunks);
        long missing = 0;
        for (Chunk chunk : chunks) {
            if (vault.referToHeld(owner, chunk)) {
                referred.add(chunk);
                held.add(chunk.key());
            } else {
                missing += chunk.size() + Records.HEAD;
            }
        }
        try {
            vault.makeRoom(missing);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Whether the chunk was there from the beginning; it stays at least as long as this assembly is open. */
    public boolean isHeld(Hash chunk) {
        return held.contains(chunk);
    }

    /** Takes one of the chunks in; {@code key} must have been checked against the bytes. */
    public void put(Hash key, byte[] bytes) throws IOException {
        vault.add(new OwnedKey(owner, key), bytes, 0, bytes.length, Room.none());
        referred.add(new Chunk(key, bytes.length));
    }

    /**
     * All chunks are here.
     *
     * @throws IOException if one is missing, or has another size than was announced
     */
    public StoredFile finish() throws IOException {
        List<Chunk> all = new ArrayList<>(chunks.size());
        try {
            StoredFile file = readAll(all);
            vault.register(file, Duration.ZERO, Room.none());
            close();
            return file;
        } catch (IOException e) {
            vault.release(owner, all);
            throw e;
        }
    }

    private StoredFile readAll(List<Chunk> all) throws IOException {
        MessageDigest digest = Hash.newDigest();
        long size = 0;
        for (Chunk chunk : chunks) {
            if (!vault.referToHeld(owner, chunk)) {
                throw new IOException("a chunk is missing or has another size: " + chunk.key());
            }
            all.add(chunk);
            if (chunk.size() > 0) {
                digest.update(vault.read(new OwnedKey(owner, chunk.key())));
                size += chunk.size();
            }
        }
        return new StoredFile(owner, Hash.of(digest), size, all);
    }

    /** Lets go of whatever was taken in, unless a file has it by now. */
    @Override
    public void close() {
        if (!isOver) {
            isOver = true;
            vault.release(owner, referred);
        }
    }
}
