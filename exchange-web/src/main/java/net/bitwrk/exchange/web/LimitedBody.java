package net.bitwrk.exchange.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that ends in {@link BodyTooLong} after so many bytes, and in {@link BodyBroken} where it does not come. */
final class LimitedBody extends FilterInputStream {
    private final long maxBytes;
    private long read;

    LimitedBody(InputStream body, long maxBytes) {
        super(body);
        this.maxBytes = maxBytes;
    }

    @Override
    public int read() throws IOException {
        int b = arrived(super::read);
        count(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = arrived(() -> super.read(buffer, offset, length));
        count(Math.max(n, 0));
        return n;
    }

    /** One read of the server's stream. */
    @FunctionalInterface
    private interface Read {
        int now() throws IOException;
    }

    private static int arrived(Read read) throws BodyBroken {
        try {
            return read.now();
        } catch (IOException e) {
            throw new BodyBroken(e);
        }
    }

    private void count(int bytes) throws IOException {
        read += bytes;
        if (read > maxBytes) {
            throw new BodyTooLong(maxBytes);
        }
    }
}
