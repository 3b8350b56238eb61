package net.bitwrk.rays;

/**
 * The random numbers of one ray: a function of the pixel and the ray alone (SplitMix64, started at a place of its own for each), so that a
 * part of the picture is the same part of the whole, whoever draws it, on however many cores, in whatever order.
 */
final class Randomness {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private long state;
    private long spare;
    private boolean hasSpare;

    void startAt(int column, int row, int ray) {
        state = mixed(((long) row << 32 | column) * Tracer.RAYS + ray);
        hasSpare = false;
    }

    /** The next number, from 0 inclusive to 1 exclusive. Its 32 bits are plenty, so one step makes two numbers. */
    double next() {
        hasSpare = !hasSpare;
        if (hasSpare) {
            state += GOLDEN;
            spare = mixed(state);
            return (spare >>> 32) * 0x1p-32;
        }
        return (spare & 0xffffffffL) * 0x1p-32;
    }

    private static long mixed(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
