package net.bitwrk.client.sync;

import java.util.Arrays;

/** Brings numbers (of chunks) into transmission order: protocol section 10. One stream of numbers each, not reusable. */
public final class Shuffler {
    /** What an empty place gives. */
    public static final int PLACEHOLDER = -1;

    private final Permutation permutation;
    private final int[] held;
    private int next;

    public Shuffler(Permutation permutation) {
        this.permutation = permutation;
        this.held = new int[permutation.size()];
        Arrays.fill(held, PLACEHOLDER);
    }

    /** Everything that comes out when 0 to {@code count}-1 are put, then the placeholders that empty all places. */
    public static int[] order(Permutation permutation, int count) {
        var shuffler = new Shuffler(permutation);
        int[] order = new int[Math.addExact(count, permutation.size() - 1)];
        for (int i = 0; i < order.length; i++) {
            order[i] = shuffler.put(i < count ? i : PLACEHOLDER);
        }
        return order;
    }

    /** Puts one number or placeholder in, takes one out. */
    public int put(int element) {
        held[permutation.at(next)] = element;
        int output = held[next];
        held[next] = PLACEHOLDER;
        next = (next + 1) % held.length;
        return output;
    }
}
