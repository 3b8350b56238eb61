package net.bitwrk.client.sync;

import net.bitwrk.client.cafs.Chunk;
import net.bitwrk.protocol.hash.Hash;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which chunks the receiver asks for: one bit an output of the shuffler, in transmission order. Decided as a whole when
 * the sync info is there; the chunks held by then must be kept from being dropped until the work is complete.
 */
public final class Wishlist {
    private final List<Chunk> chunks;
    private final int[] order;
    private final BitSet wanted = new BitSet();

    private Wishlist(SyncInfo syncInfo) {
        this.chunks = syncInfo.chunks();
        this.order = syncInfo.transmissionOrder();
    }

    /** Asks for every chunk once, but not for the empty one and those that are {@code held}. */
    public static Wishlist of(SyncInfo syncInfo, Predicate<Hash> held) {
        var list = new Wishlist(syncInfo);
        var asked = new HashSet<Hash>();
        for (int bit = 0; bit < list.order.length; bit++) {
            if (list.order[bit] != Shuffler.PLACEHOLDER) {
                Chunk chunk = list.chunks.get(list.order[bit]);
                if (chunk.size() > 0 && !held.test(chunk.key()) && asked.add(chunk.key())) {
                    list.wanted.set(bit);
                }
            }
        }
        return list;
    }

    /** The number of bits, without the padding. */
    public int length() {
        return order.length;
    }

    public boolean isWanted(int bit) {
        return wanted.get(bit);
    }

    /** The chunk that a wanted bit asks for. */
    Chunk chunk(int bit) {
        return chunks.get(order[bit]);
    }

    /** All the bytes that will come as chunks, without their sizes. */
    public long wantedBytes() {
        return wanted.stream().mapToLong(bit -> chunk(bit).size()).sum();
    }

    /** The keys of all chunks in transmission order, as an assistive download lists them. */
    public List<Hash> keysInOrder() {
        var keys = new ArrayList<Hash>();
        for (int position : order) {
            if (position != Shuffler.PLACEHOLDER) {
                keys.add(chunks.get(position).key());
            }
        }
        return keys;
    }
}
