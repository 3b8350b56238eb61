package net.bitwrk.client.sync;

import java.io.IOException;

/**
 * How far a wish list may run ahead of the chunks that have been taken in: 32 bits (protocol section 9). One thread
 * writes the list, others read the chunks; this is where they meet.
 */
public final class Window {
    /** Protocol section 9. */
    static final int BITS = 32;

    private int taken;
    private boolean isClosed;

    /** Tells that the first {@code bits} bits need no more chunks. */
    synchronized void taken(int bits) {
        taken = Math.max(taken, bits);
        notifyAll();
    }

    /** Ends all waiting: the other side of the sync has failed. */
    public synchronized void close() {
        isClosed = true;
        notifyAll();
    }

    synchronized boolean isOpenFor(int bit) {
        return bit < taken + BITS;
    }

    synchronized void await(int bit) throws IOException, InterruptedException {
        while (!isOpenFor(bit) && !isClosed) {
            wait();
        }
        if (isClosed) {
            throw new IOException("the chunks of this work are not coming any more");
        }
    }
}
