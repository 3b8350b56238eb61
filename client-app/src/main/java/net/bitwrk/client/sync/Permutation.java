package net.bitwrk.client.sync;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The order {@code Perm} in which chunks travel: the numbers 0 to k-1, each once (protocol section 10). */
public final class Permutation {
    /** {@code [0]}: chunks travel in the order of the file. */
    public static final Permutation PLAIN = new Permutation(new int[] {0});

    /** As many places as 0.7 takes. */
    static final int USUAL_PLACES = 256;

    private final int[] places;

    private Permutation(int[] places) {
        this.places = places;
    }

    /** @throws IllegalArgumentException if {@code places} are not 0 to k-1, each once, with at least one place */
    public static Permutation of(int... places) {
        boolean[] seen = new boolean[places.length];
        for (int place : places) {
            if (place < 0 || place >= places.length || seen[place]) {
                throw new IllegalArgumentException("place " + place + " is out of range or doubled");
            }
            seen[place] = true;
        }
        if (places.length == 0) {
            throw new IllegalArgumentException("no places");
        }
        return new Permutation(places.clone());
    }

    /** One of 256 places; of {@code random}, {@code nextInt(bound)} is called with the bounds 256, 255, … 2. */
    public static Permutation random(RandomGenerator random) {
        int[] places = IntStream.range(0, USUAL_PLACES).toArray();
        for (int i = places.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int place = places[i];
            places[i] = places[j];
            places[j] = place;
        }
        return new Permutation(places);
    }

    /** The permutation for the way back. */
    public Permutation inverse() {
        int k = places.length;
        int[] back = new int[k];
        for (int i = 0; i < k; i++) {
            back[places[i]] = (k - 1 + i) % k;
        }
        return new Permutation(back);
    }

    int size() {
        return places.length;
    }

    int at(int index) {
        return places[index];
    }

    List<Integer> places() {
        return Arrays.stream(places).boxed().toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Permutation that && Arrays.equals(places, that.places);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(places);
    }

    @Override
    public String toString() {
        return Arrays.toString(places);
    }
}
