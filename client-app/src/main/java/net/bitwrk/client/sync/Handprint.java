package net.bitwrk.client.sync;

import net.bitwrk.client.cafs.Chunk;
import net.bitwrk.protocol.hash.Hash;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The four smallest distinct chunk keys of a work, by which similar works are found (protocol section 9). */
public final class Handprint {
    private static final int KEYS = 4;
    private static final int ENOUGH = 3;
    private static final Hash MISSING = missing();

    private final List<Hash> keys;

    private Handprint(List<Hash> keys) {
        this.keys = keys;
    }

    public static Handprint of(List<Chunk> chunks) {
        Stream<Hash> smallest = chunks.stream().map(Chunk::key).distinct().sorted();
        return new Handprint(Stream.concat(smallest, Stream.generate(() -> MISSING))
                .limit(KEYS)
                .toList());
    }

    /** Whether at least three of four keys are the same; missing ones count as a key too. */
    public boolean isSimilarTo(Handprint other) {
        int same = 0;
        int i = 0;
        int j = 0;
        while (i < KEYS && j < KEYS) {
            int order = keys.get(i).compareTo(other.keys.get(j));
            same += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return same >= ENOUGH;
    }

    private static Hash missing() {
        byte[] bytes = new byte[Hash.LENGTH];
        Arrays.fill(bytes, (byte) 0xff);
        return Hash.of(bytes);
    }
}
