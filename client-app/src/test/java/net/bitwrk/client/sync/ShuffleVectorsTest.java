package net.bitwrk.client.sync;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

final class ShuffleVectorsTest {
    private static final int CASES = 20;

    static List<JsonObject> cases() {
        return Vectors.object("shuffle.json").getJsonArray("cases").getValuesAs(JsonObject.class);
    }

    @Test
    void allCasesAreRun() {
        assertEquals(CASES, cases().size());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shufflesAsTheVectorsSay(JsonObject vector) {
        Permutation permutation = Permutation.of(ints(vector.get("permutation")));
        Permutation inverse = Permutation.of(ints(vector.get("inverse")));
        int count = vector.getInt("count");
        int[] shuffled = Shuffler.order(permutation, count);
        assertArrayEquals(ints(vector.get("shuffled")), shuffled);
        assertEquals(inverse, permutation.inverse());
        assertArrayEquals(IntStream.range(0, count).toArray(), wayBack(shuffled, inverse));
    }

    @Test
    void aRandomPermutationHas256Places() {
        Permutation random = Permutation.random(new Random(3));
        assertEquals(256, random.size());
        assertEquals(
                random, Permutation.of(IntStream.range(0, 256).map(random::at).toArray()));
    }

    @Tag("N3")
    @Test
    void refusesWhatIsNoPermutation() {
        for (int[] places : List.of(new int[0], new int[] {1}, new int[] {0, 0}, new int[] {-1, 0}, new int[] {0, 2})) {
            assertThrows(IllegalArgumentException.class, () -> Permutation.of(places));
        }
    }

    private static int[] wayBack(int[] shuffled, Permutation inverse) {
        var shuffler = new Shuffler(inverse);
        var back = new ArrayList<Integer>();
        for (int element : shuffled) {
            back.add(shuffler.put(element));
        }
        for (int i = 1; i < inverse.size(); i++) {
            back.add(shuffler.put(Shuffler.PLACEHOLDER));
        }
        return back.stream()
                .mapToInt(Integer::intValue)
                .filter(element -> element != Shuffler.PLACEHOLDER)
                .toArray();
    }

    private static int[] ints(JsonValue array) {
        return array instanceof JsonArray list
                ? list.stream().mapToInt(n -> Integer.parseInt(n.toString())).toArray()
                : new int[0];
    }
}
