package net.bitwrk.rays;

import javax.imageio.ImageIO;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Pixels of three bytes, red, green and blue, row by row from the upper left. Equal where every byte is. */
public final class Picture {
    private final int width;
    private final int height;
    private final byte[] rgb;

    private Picture(int width, int height, byte[] rgb) {
        this.width = width;
        this.height = height;
        this.rgb = rgb;
    }

    /** A black picture, to be filled by {@link #put}. */
    public static Picture of(int width, int height) {
        return new Picture(width, height, new byte[Math.multiplyExact(3, Math.multiplyExact(width, height))]);
    }

    static Picture of(int width, int height, byte[] rgb) {
        if (rgb.length != 3L * width * height) {
            throw new IllegalArgumentException(rgb.length + " bytes are no picture of " + width + " by " + height);
        }
        return new Picture(width, height, rgb);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    boolean isOf(int wantedWidth, int wantedHeight) {
        return width == wantedWidth && height == wantedHeight;
    }

    /** Red, green and blue of a pixel as 0xRRGGBB. */
    public int pixel(int x, int y) {
        int at = 3 * (y * width + x);
        return (rgb[at] & 255) << 16 | (rgb[at + 1] & 255) << 8 | rgb[at + 2] & 255;
    }

    /** Lays a tile at its place. Tiles that do not overlap may be put by several threads. */
    public void put(Part place, Picture tile) {
        for (int y = 0; y < tile.height; y++) {
            System.arraycopy(
                    tile.rgb, 3 * y * tile.width, rgb, 3 * ((place.y0() + y) * width + place.x0()), 3 * tile.width);
        }
    }

    public Picture cutOut(Part part) {
        var cut = of(part.width(), part.height());
        for (int y = 0; y < cut.height; y++) {
            System.arraycopy(rgb, 3 * ((part.y0() + y) * width + part.x0()), cut.rgb, 3 * y * cut.width, 3 * cut.width);
        }
        return cut;
    }

    /** The header of a binary PPM, before the pixels. */
    static byte[] header(int width, int height) {
        return "P6\n%d %d\n255\n".formatted(width, height).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads a binary PPM (P6) with 255 as its maximum, any white space between the numbers of its head and one of it after the last.
     *
     * @throws IOException where it is something else, and where there is less or more than the picture
     */
    public static Picture readPpm(byte[] file) throws IOException {
        var in = new ByteArrayInputStream(file);
        String kind = word(in);
        int width = number(in);
        int height = number(in);
        if (!kind.equals("P6") || number(in) != 255) {
            throw new IOException("no binary PPM of 255 colours");
        }
        if (in.available() != 3L * width * height) {
            throw new IOException(
                    "%d bytes of pixels are no picture of %d by %d".formatted(in.available(), width, height));
        }
        return new Picture(width, height, in.readAllBytes());
    }

    private static String word(InputStream in) throws IOException {
        int c = in.read();
        while (Character.isWhitespace(c)) {
            c = in.read();
        }
        var word = new StringBuilder();
        while (c > ' ' && word.length() < 10) {
            word.append((char) c);
            c = in.read();
        }
        return word.toString();
    }

    private static int number(InputStream in) throws IOException {
        String word = word(in);
        if (!word.matches("[1-9][0-9]{0,5}")) {
            throw new IOException("no number in the head of a PPM: " + word);
        }
        return Integer.parseInt(word);
    }

    public void writePpm(OutputStream out) throws IOException {
        out.write(header(width, height));
        out.write(rgb);
    }

    public void writePng(OutputStream out) throws IOException {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, pixel(x, y));
            }
        }
        if (!ImageIO.write(image, "png", out)) {
            throw new IOException("this Java cannot write PNG");
        }
    }

    /** Writes a PNG where the name ends in .png, else a PPM. */
    public void save(Path file) throws IOException {
        try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
            if (file.toString().endsWith(".png")) {
                writePng(out);
            } else {
                writePpm(out);
            }
        }
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Picture other
                && width == other.width
                && height == other.height
                && Arrays.equals(rgb, other.rgb);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(rgb);
    }

    @Override
    public String toString() {
        return "picture of " + width + " by " + height;
    }
}
