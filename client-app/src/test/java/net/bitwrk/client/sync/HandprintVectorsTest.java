package net.bitwrk.client.sync;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import net.bitwrk.client.cafs.Chunk;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;

final class HandprintVectorsTest {
    private static final int CASES = 13;
    private static final JsonObject VECTORS = Vectors.object("handprints.json");

    static List<JsonObject> cases() {
        return VECTORS.getJsonArray("cases").getValuesAs(JsonObject.class);
    }

    @Test
    void allCasesAreRun() {
        assertEquals(CASES, cases().size());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void findsTheSimilar(JsonObject vector) {
        Handprint a = handprint(vector.getJsonArray("a"));
        Handprint b = handprint(vector.getJsonArray("b"));
        assertEquals(vector.getBoolean("similar"), a.isSimilarTo(b));
        assertEquals(vector.getBoolean("similar"), b.isSimilarTo(a));
    }

    private static Handprint handprint(JsonArray positions) {
        JsonArray keys = VECTORS.getJsonArray("keys");
        return Handprint.of(positions.stream()
                .map(position -> keys.getString(Integer.parseInt(position.toString())))
                .map(key -> new Chunk(Hash.parse("key", key), 1))
                .toList());
    }
}
