package net.bitwrk.client;

import net.bitwrk.client.cafs.Chunk;
import net.bitwrk.client.cafs.Chunker;
import net.bitwrk.protocol.hash.Hash;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files in memory, cut into chunks. */
public final class Cuts {
    private Cuts() {}

    public static List<Chunk> chunks(byte[] file) {
        return pieces(file).stream()
                .map(piece -> new Chunk(Hash.sha256(piece), piece.length))
                .toList();
    }

    public static Map<Hash, byte[]> byKey(byte[] file) {
        return byKey(pieces(file));
    }

    public static Map<Hash, byte[]> byKey(List<byte[]> pieces) {
        var byKey = new LinkedHashMap<Hash, byte[]>();
        pieces.forEach(piece -> byKey.put(Hash.sha256(piece), piece));
        return byKey;
    }

    private static List<byte[]> pieces(byte[] file) {
        var pieces = new ArrayList<byte[]>();
        int from = 0;
        for (int size = Chunker.firstSize(file, from, file.length);
                size >= 0;
                size = Chunker.firstSize(file, from, file.length)) {
            pieces.add(Arrays.copyOfRange(file, from, from + size));
            from += size;
        }
        pieces.add(Arrays.copyOfRange(file, from, file.length));
        return pieces;
    }
}
