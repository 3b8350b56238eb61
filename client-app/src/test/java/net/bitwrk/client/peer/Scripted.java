package net.bitwrk.client.peer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Randomness that was recorded: bytes and bounded numbers in the order in which they are asked for. */
final class Scripted implements RandomGenerator {
    private final Deque<byte[]> bytes = new ArrayDeque<>();
    private final Deque<Integer> numbers = new ArrayDeque<>();

    Scripted bytes(String... hex) {
        for (String next : hex) {
            bytes.add(HexFormat.of().parseHex(next));
        }
        return this;
    }

    /** The numbers out of which {@code Permutation.random} makes this permutation. */
    Scripted permutation(int... wanted) {
        int[] places = wanted.clone();
        Deque<Integer> backwards = new ArrayDeque<>();
        // The shuffle swaps i with j, from the end; undoing it from the front tells each j.
        int[] now = new int[places.length];
        for (int i = 0; i < now.length; i++) {
            now[i] = i;
        }
        for (int i = places.length - 1; i > 0; i--) {
            int j = 0;
            while (now[j] != places[i]) {
                j++;
            }
            backwards.add(j);
            int place = now[i];
            now[i] = now[j];
            now[j] = place;
        }
        numbers.addAll(backwards);
        return this;
    }

    @Override
    public synchronized void nextBytes(byte[] out) {
        byte[] next = bytes.remove();
        if (next.length != out.length) {
            throw new AssertionError(out.length + " random bytes wanted, recorded are " + next.length);
        }
        System.arraycopy(next, 0, out, 0, next.length);
    }

    @Override
    public synchronized int nextInt(int bound) {
        int next = numbers.remove();
        if (next >= bound) {
            throw new AssertionError(next + " is not below " + bound);
        }
        return next;
    }

    @Override
    public long nextLong() {
        throw new AssertionError("not recorded");
    }
}
