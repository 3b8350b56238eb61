package net.bitwrk.client.peer;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;

/** What a peer sends, given up when it is too much, too slow, or takes too long. */
final class PacedInput extends InputStream {
    private static final long MILLIS = 1000;

    private final InputStream in;
    private final long maxBytes;
    private final PeerLimits limits;
    private final Clock clock;
    private final long start;
    private long read;

    PacedInput(InputStream in, long maxBytes, PeerLimits limits, Clock clock) {
        this.in = in;
        this.maxBytes = maxBytes;
        this.limits = limits;
        this.clock = clock;
        this.start = clock.millis();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int step = in.read(bytes, from, length);
        read += Math.max(0, step);
        if (read > maxBytes) {
            throw new PeerFault("more than " + maxBytes + " bytes were sent");
        }
        long millis = clock.millis() - start;
        if (millis > PeerLimits.REQUEST.toMillis()) {
            throw new PeerFault("the transfer takes longer than " + PeerLimits.REQUEST.toMinutes() + " minutes");
        }
        if (step > 0 && millis > limits.grace().toMillis() && read * MILLIS / millis < limits.minRate()) {
            throw new PeerFault("the transfer is slower than " + limits.minRate() + " bytes a second");
        }
        return step;
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
