package net.bitwrk.client.sync;

import net.bitwrk.client.cafs.Chunk;
import net.bitwrk.protocol.hash.Hash;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which chunks the receiver asks for: one bit an output of the shuffler, in transmission order. Each is decided when somebody
 * first wants to know it, in that order, for chunks may come from elsewhere meanwhile; those held must be kept from being
 * dropped until the work is complete. Thread-safe.
 */
public final class Wishlist {
    private final List<Chunk> chunks;
    private final int[] order;
    private final Predicate<Hash> held;
    private final BitSet wanted = new BitSet();
    private final Set<Hash> asked = new HashSet<>();
    private int decided;

    private Wishlist(SyncInfo syncInfo, Predicate<Hash> held) {
        this.held = held;
        this.chunks = syncInfo.chunks();
        this.order = syncInfo.transmissionOrder();
    }

    /** Asks for every chunk once, but not for the empty one and those that are {@code held}. */
    public static Wishlist of(SyncInfo syncInfo, Predicate<Hash> held) {
        return new Wishlist(syncInfo, held);
    }

    /** The number of bits, without the padding. */
    public int length() {
        return order.length;
    }

    public synchronized boolean isWanted(int bit) {
        for (; decided <= bit; decided++) {
            wanted.set(decided, isWantedNow(order[decided]));
        }
        return wanted.get(bit);
    }

    private boolean isWantedNow(int position) {
        if (position == Shuffler.PLACEHOLDER) {
            return false;
        }
        Chunk chunk = chunks.get(position);
        return chunk.size() > 0 && !held.test(chunk.key()) && asked.add(chunk.key());
    }

    /** Whether the list, as far as it is decided, asks for this chunk. */
    public synchronized boolean hasAskedFor(Hash chunk) {
        return asked.contains(chunk);
    }

    /** The chunk that a wanted bit asks for. */
    Chunk chunk(int bit) {
        return chunks.get(order[bit]);
    }

    /** All chunks in transmission order, as an assistive download lists them. */
    public SyncInfo inTransmissionOrder() {
        var inOrder = new ArrayList<Chunk>();
        for (int position : order) {
            if (position != Shuffler.PLACEHOLDER) {
                inOrder.add(chunks.get(position));
            }
        }
        return new SyncInfo(inOrder, Permutation.PLAIN);
    }
}
