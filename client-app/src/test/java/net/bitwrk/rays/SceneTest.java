package net.bitwrk.rays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

final class SceneTest {
    private static Scene parse(String work) {
        return Scene.parse(work.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void readsWhatItWrites() {
        var scene = new Scene(640, new Part(160, 0, 320, 40), "1 1\n\n 1\n");
        assertEquals(scene, Scene.parse(scene.work()));
    }

    @Test
    void drawsTheUsualPictureWithoutKeys() {
        assertEquals(Scene.of("11\n", 1000), parse("\n11\n"));
        assertEquals(Scene.of("", 1000), parse("\n"));
    }

    @Test
    void skipsKeysItDoesNotKnow() {
        assertEquals(Scene.of("1", 20), parse("width:20\nfilm:grainy\nheight:20\n\n1"));
    }

    @Test
    void takesMissingBoundsFromTheWhole() {
        assertEquals(
                new Part(10, 0, 20, 20),
                parse("width:20\nheight:20\nx0:10\n\n1").part());
    }

    @Test
    void readsLinesThatEndAsOnWindows() {
        assertEquals(Scene.of("1\n1\n", 20), parse("width:20\r\nheight:20\r\n\r\n1\r\n1\r\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            width:20/height:10//1          | pictures are square, not 20 by 10
            width:20/height:20/1           | no empty line between keys and art
            1                              | no empty line between keys and art
            width//1                       | not of the form key:value: width
            width:-1//1                    | width is no number of pixels: -1
            width:1e3//1                   | width is no number of pixels: 1e3
            width:0/height:0//1            | no part of a picture: x0=0 y0=0 x1=0 y1=0
            width:2/width:2//1             | width is given twice
            x0:5/x1:5//1                   | no part of a picture: x0=5 y0=0 x1=5 y1=1000
            x1:1001//1                     | Part[x0=0, y0=0, x1=1001, y1=1000] is not inside of a picture of width and height 1000
            width:9999/height:9999//1      | 99980001 pixels are more than 4000000, ask for a part by x0 y0 x1 y1
            """)
    void refusesWithAReason(String work, String reason) {
        var refused = assertThrows(IllegalArgumentException.class, () -> parse(work.replace('/', '\n')));
        assertEquals(reason, refused.getMessage());
    }

    @Test
    void refusesTooMuchArtAndOtherLetters() {
        parse("\n" + "1".repeat(100_000));
        assertThrows(IllegalArgumentException.class, () -> parse("\n" + "1".repeat(100_001)));
        byte[] umlaut = "\nä".getBytes(StandardCharsets.UTF_8);
        assertThrows(IllegalArgumentException.class, () -> Scene.parse(umlaut));
        assertThrows(IllegalArgumentException.class, () -> Scene.of("ä", 10));
    }
}
