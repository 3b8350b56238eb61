package net.bitwrk.client.cafs;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import net.bitwrk.client.Cuts;
import net.bitwrk.client.Described;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;

final class ChunkerVectorsTest {
    private static final int CASES = 12;

    static List<JsonObject> cases() {
        return Vectors.object("chunking.json").getJsonArray("cases").getValuesAs(JsonObject.class);
    }

    @Test
    void allCasesAreRun() {
        assertEquals(CASES, cases().size());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void cutsAsTheVectorsSay(JsonObject vector) {
        byte[] file = Described.bytes(vector.getString("data"), vector.getInt("length"));
        List<Chunk> chunks = Cuts.chunks(file);
        assertEquals(vector.getString("sha256"), Hash.sha256(file).toString());
        assertEquals(
                vector.getJsonArray("chunkSizes").getValuesAs(n -> Integer.parseInt(n.toString())),
                chunks.stream().map(Chunk::size).toList());
        assertEquals(vector.getBoolean("isChunked"), chunks.size() > 1);
        if (vector.get("chunkKeys") instanceof JsonArray keys) {
            assertEquals(
                    keys.getValuesAs(JsonValue::toString),
                    chunks.stream()
                            .map(chunk -> '"' + chunk.key().toString() + '"')
                            .toList());
        }
    }

    @Test
    void cutsLikeTheWordingOfTheProtocol() {
        var random = new Random(7);
        for (int alphabet = 1; alphabet <= 256; alphabet *= 2) {
            byte[] file = new byte[700_000];
            int most = 256 / alphabet;
            for (int i = 0; i < file.length; i++) {
                file[i] = (byte) (255 - random.nextInt(most));
            }
            assertEquals(
                    naiveSizes(file),
                    Cuts.chunks(file).stream().map(Chunk::size).toList());
        }
    }

    private static List<Integer> naiveSizes(byte[] file) {
        var sizes = new ArrayList<Integer>();
        long s1 = 1;
        long s2 = 0;
        int n = 0;
        for (int i = 0; i < file.length; i++) {
            for (int round = 0; round < 2; round++) {
                long b = file[i] & 0xff;
                if (n >= 48) {
                    long x = file[i - 48] & 0xff;
                    s1 = Math.floorMod(s1 - x, 65521L);
                    s2 = Math.floorMod(s2 - 48 * x - 1, 65521L);
                }
                s1 = (s1 + b) % 65521;
                s2 = (s2 + s1) % 65521;
                n++;
                if (n <= 131072 && (n <= 128 || (s2 << 16 | s1) % 8191 != 4159)) {
                    break;
                }
                sizes.add(n - 1);
                s1 = 1;
                s2 = 0;
                n = 0;
            }
        }
        sizes.add(n);
        return sizes;
    }
}
