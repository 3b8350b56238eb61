package net.bitwrk.client.cafs;

/**
 * What the store may take.
 *
 * @param maxBytes of all packs on disk; beyond it the files unused for longest are dropped
 * @param maxFileBytes of one file; what one peer can make the store take at once
 */
public record Limits(long maxBytes, long maxFileBytes) {
    /** A pack is a sixteenth of the store, so a store smaller than this would have packs of less than a chunk. */
    private static final long MIN_BYTES = 4L << 20;

    public Limits {
        if (maxBytes < MIN_BYTES || maxFileBytes < 1) {
            throw new IllegalArgumentException("a store needs at least " + MIN_BYTES + " bytes, not " + maxBytes);
        }
    }
}
