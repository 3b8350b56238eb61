package net.bitwrk.exchange.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that ends in {@link BodyTooLong} after so many bytes. */
final class LimitedBody extends FilterInputStream {
    private final long maxBytes;
    private long read;

    LimitedBody(InputStream body, long maxBytes) {
        super(body);
        this.maxBytes = maxBytes;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        count(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = super.read(buffer, offset, length);
        count(Math.max(n, 0));
        return n;
    }

    private void count(int bytes) throws IOException {
        read += bytes;
        if (read > maxBytes) {
            throw new BodyTooLong(maxBytes);
        }
    }
}
