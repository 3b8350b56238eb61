package net.bitwrk.client.sync;

import java.io.IOException;

/** Told what a sync info takes of the memory, before it is taken. */
@FunctionalInterface
public interface Meter {
    /** For those who are known. */
    Meter UNLIMITED = bytes -> {};

    /** A chunk as it is read: its objects, and its places in two lists. */
    int CHUNK = 100;

    /** A place of a permutation, while that grows. */
    int PLACE = 16;

    /**
     * @param bytes more than before
     * @throws IOException if there is no room for them: nothing more must be read
     */
    void take(int bytes) throws IOException;
}
