package net.bitwrk.client.peer;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Gzip whose flush pushes everything out. Incompressible data is passed through: compressing it would be the slowest step
 * of all (speed.md section 2), so each stretch is judged by the one before it, and tried again now and then.
 */
final class FlushingGzip extends GZIPOutputStream {
    private static final int BUFFER = 32 << 10;
    private static final int STRETCH = 64 << 10;
    private static final int TRIED_AGAIN_AFTER = 16;

    private long in;
    private long out;
    private int passedThrough;

    FlushingGzip(OutputStream out) throws IOException {
        super(out, BUFFER, true);
        def.setLevel(Deflater.BEST_SPEED);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) throws IOException {
        super.write(bytes, from, length);
        if (def.getBytesRead() - in >= STRETCH) {
            judge();
        }
    }

    private void judge() {
        boolean shrinks = (def.getBytesWritten() - out) * 10 < (def.getBytesRead() - in) * 9;
        boolean isTried = passedThrough == 0;
        in = def.getBytesRead();
        out = def.getBytesWritten();
        if (isTried && !shrinks || !isTried && passedThrough < TRIED_AGAIN_AFTER) {
            passedThrough++;
            def.setLevel(Deflater.NO_COMPRESSION);
        } else {
            passedThrough = 0;
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
