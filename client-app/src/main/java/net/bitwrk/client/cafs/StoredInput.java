package net.bitwrk.client.cafs;

import java.io.IOException;
import java.io.InputStream;

/** Reads a stored file chunk by chunk. */
final class StoredInput extends InputStream {
    private final Vault vault;
    private final Placed.OfFile file;
    private byte[] chunk = new byte[0];
    private int position;
    private int next;
    private boolean isClosed;

    StoredInput(Vault vault, Placed.OfFile file) {
        this.vault = vault;
        this.file = file;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (isClosed) {
            throw new IOException("closed");
        }
        while (position == chunk.length) {
            if (next == file.file.chunks().size()) {
                return -1;
            }
            load(file.file.chunks().get(next++));
        }
        int step = Math.min(length, chunk.length - position);
        System.arraycopy(chunk, position, bytes, from, step);
        position += step;
        return step;
    }

    private void load(Chunk named) throws IOException {
        chunk = named.size() == 0 ? new byte[0] : vault.read(new OwnedKey(file.id.owner(), named.key()));
        position = 0;
    }

    @Override
    public int available() {
        return chunk.length - position;
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            vault.unpin(file);
        }
    }
}
