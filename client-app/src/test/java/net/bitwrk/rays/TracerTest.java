package net.bitwrk.rays;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class TracerTest {
    private static final JsonObject GOLDEN = Vectors.object("rays.json");

    @Test
    void drawsTheGoldenPicture() {
        Picture picture = Tracer.draw(Scene.of(GOLDEN.getString("art"), GOLDEN.getInt("width")));
        int block = GOLDEN.getInt("block");
        JsonArray rows = GOLDEN.getJsonArray("meanRgbByRowAndColumn");
        int blocks = 0;
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < rows.getJsonArray(row).size(); column++, blocks++) {
                JsonArray mean = rows.getJsonArray(row).getJsonArray(column);
                for (int colour = 0; colour < 3; colour++) {
                    assertEquals(
                            mean.getJsonNumber(colour).doubleValue(),
                            mean(picture, block * column, block * row, block, 16 - 8 * colour),
                            GOLDEN.getInt("tolerance"),
                            "block in row %d, column %d, colour %d".formatted(row, column, colour));
                }
            }
        }
        assertEquals(400, blocks);
    }

    private static double mean(Picture picture, int x0, int y0, int block, int shift) {
        long sum = 0;
        for (int y = y0; y < y0 + block; y++) {
            for (int x = x0; x < x0 + block; x++) {
                sum += picture.pixel(x, y) >> shift & 255;
            }
        }
        return (double) sum / (block * block);
    }

    @Test
    void drawsTheSameInTilesByteForByte() {
        var scene = Scene.of(GOLDEN.getString("art"), 200);
        Picture whole = Tracer.draw(scene);
        for (int tiles : new int[] {4, 7, 16}) {
            var assembled = Picture.of(200, 200);
            for (Part part : scene.part().cut(tiles)) {
                Picture tile = Tracer.draw(scene.with(part));
                assertEquals(whole.cutOut(part), tile, part.toString());
                assembled.put(part, tile);
            }
            assertEquals(whole, assembled);
        }
    }

    @Test
    @Timeout(60)
    void drawsTheLargestArt() {
        String line = "1".repeat(315) + "\n";
        var scene = Scene.of(line.repeat(316), 40);
        assertEquals(40, Tracer.draw(scene).width());
        assertEquals(10, Tracer.draw(Scene.of("\n".repeat(99_999), 10)).width());
    }

    /** A picture of half a minute is given up within a moment after the first row cannot be written. */
    @Test
    void stopsWhenARowCannotBeWritten() {
        var gone = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("gone");
            }
        };
        long start = System.nanoTime();
        assertThrows(IOException.class, () -> Tracer.draw(Scene.of("1", 2000), gone));
        assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 10);
    }
}
