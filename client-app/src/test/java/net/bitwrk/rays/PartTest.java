package net.bitwrk.rays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashSet;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

final class PartTest {
    @Test
    void cutsSixteenTilesFourByFour() {
        List<Part> tiles = new Part(0, 0, 1000, 1000).cut(16);
        assertEquals(new Part(0, 0, 250, 250), tiles.get(0));
        assertEquals(new Part(250, 0, 500, 250), tiles.get(1));
        assertEquals(new Part(750, 750, 1000, 1000), tiles.get(15));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 12, 16, 30})
    void coversEachPixelOnce(int tiles) {
        var whole = new Part(3, 5, 40, 49);
        List<Part> parts = whole.cut(tiles);
        var covered = new HashSet<List<Integer>>();
        for (Part part : parts) {
            for (int x = part.x0(); x < part.x1(); x++) {
                for (int y = part.y0(); y < part.y1(); y++) {
                    covered.add(List.of(x, y));
                }
            }
        }
        assertEquals(tiles, parts.size());
        assertEquals(whole.pixels(), covered.size());
        assertEquals(whole.pixels(), parts.stream().mapToLong(Part::pixels).sum());
    }

    @Test
    void isNotCutIntoMoreTilesThanPixels() {
        assertThrows(IllegalArgumentException.class, () -> new Part(0, 0, 3, 3).cut(16));
        assertThrows(IllegalArgumentException.class, () -> new Part(0, 0, 3, 3).cut(0));
    }
}
