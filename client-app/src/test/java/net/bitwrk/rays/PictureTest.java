package net.bitwrk.rays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import javax.imageio.ImageIO;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

final class PictureTest {
    private static byte[] ppm(String head, int pixelBytes) {
        var file = new ByteArrayOutputStream();
        file.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        // Bytes that are white space: only one of them belongs to the head.
        file.writeBytes(" ".repeat(pixelBytes).getBytes(StandardCharsets.US_ASCII));
        return file.toByteArray();
    }

    private static Picture noise(int width, int height) {
        var rgb = new byte[3 * width * height];
        new Random(7).nextBytes(rgb);
        return Picture.of(width, height, rgb);
    }

    @Test
    void readsThePpmThatItWrites() throws IOException {
        var file = new ByteArrayOutputStream();
        noise(7, 5).writePpm(file);
        assertEquals(noise(7, 5), Picture.readPpm(file.toByteArray()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"P6 4 2 255 ", "P6\n4 2\n255\n", "P6\t4\r\n2\n255\t"})
    void readsHeadsOfAnyWhiteSpace(String head) throws IOException {
        assertEquals(0x202020, Picture.readPpm(ppm(head, 24)).pixel(0, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "P5 4 2 255 ",
                "P6 4 3 255 ",
                "P6 2 2 255 ",
                "P6 4 2 65535 ",
                "P6 4 -2 255 ",
                "P6 4 2",
                "",
                "P6 999999 999999 255 "
            })
    void refusesWhatIsNoSuchPicture(String head) {
        assertThrows(IOException.class, () -> Picture.readPpm(ppm(head, 24)));
    }

    @Test
    void savesPngWithTheSamePixels(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("noise.png");
        noise(9, 4).save(file);
        var image = ImageIO.read(file.toFile());
        for (int x = 0; x < 9; x++) {
            for (int y = 0; y < 4; y++) {
                assertEquals(noise(9, 4).pixel(x, y), image.getRGB(x, y) & 0xffffff);
            }
        }
    }
}
