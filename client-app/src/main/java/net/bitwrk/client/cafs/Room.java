package net.bitwrk.client.cafs;

/** What a writer has been promised and has not used yet, in bytes. Guarded by the store's lock. */
final class Room {
    long left;

    Room(long bytes) {
        left = bytes;
    }

    /** No promise: a writer then takes what there is. */
    static Room none() {
        return new Room(0);
    }
}
