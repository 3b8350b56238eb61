package net.bitwrk.client.sync;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Sizes on the wire: zig-zag variable-length integers, as in Protocol Buffers' sint64. */
final class ZigZag {
    private static final int MORE = 0x80;
    /** A size fits 18 bits, zig-zag doubles it: three bytes. Longer forms are padding or lies. */
    private static final int MAX_BYTES = 3;

    private ZigZag() {}

    static void write(OutputStream out, int size) throws IOException {
        int rest = size << 1;
        while (rest >= MORE) {
            out.write(rest & 0x7f | MORE);
            rest >>>= 7;
        }
        out.write(rest);
    }

    /** Reads a size from 0 to 2^20-1. */
    static int read(InputStream in) throws IOException {
        return read(in, in.read());
    }

    /** The same where the first byte has been read already. */
    static int read(InputStream in, int firstByte) throws IOException {
        int value = 0;
        int b = firstByte;
        for (int i = 0; i < MAX_BYTES; i++) {
            if (b < 0) {
                throw new EOFException("the stream ends within a size");
            }
            value |= (b & 0x7f) << 7 * i;
            if (b < MORE) {
                if ((value & 1) != 0) {
                    throw new SyncBroken("a size is negative");
                }
                return value >>> 1;
            }
            if (i < MAX_BYTES - 1) {
                b = in.read();
            }
        }
        throw new SyncBroken("a size takes more than " + MAX_BYTES + " bytes");
    }
}
