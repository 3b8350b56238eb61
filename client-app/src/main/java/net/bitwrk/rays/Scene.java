package net.bitwrk.rays;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What to draw: the work of a rays worker (protocol §12). On the wire it is lines {@code key:value}, an empty line, and the art.
 *
 * <p>{@code width} and {@code height} are those of the whole picture, 1000 if not given, and equal, since pictures are square.
 * {@code x0 y0 x1 y1} ask for a {@link Part} of it; a bound that is not given is that of the whole. Unknown keys are skipped, so that
 * later versions may add some.
 */
public record Scene(int side, Part part, String art) {

    /** The side of the only picture that the worker of BitWrk 0.7 draws, whatever it is asked for. */
    static final int USUAL_SIDE = 1000;

    /** Protocol §12. */
    static final int MAX_ART_BYTES = 100_000;

    /** Half a minute of a core; a larger picture is bought in parts. */
    static final int MAX_PIXELS = 4_000_000;

    /** With room for the keys. */
    static final int MAX_WORK_BYTES = MAX_ART_BYTES + 10_000;

    private static final int MAX_SIDE = 100_000;

    private static final List<String> KEYS = List.of("width", "height", "x0", "y0", "x1", "y1");

    public Scene {
        if (side < 1 || side > MAX_SIDE) {
            throw new IllegalArgumentException("width must be from 1 to " + MAX_SIDE + ", not " + side);
        }
        if (!part.lies(new Part(0, 0, side, side))) {
            throw new IllegalArgumentException(part + " is not inside of a picture of width and height " + side);
        }
        if (art.length() > MAX_ART_BYTES) {
            throw new IllegalArgumentException("art has " + art.length() + " bytes, more than " + MAX_ART_BYTES);
        }
        if (!art.chars().allMatch(c -> c < 128)) {
            throw new IllegalArgumentException("art is not ASCII");
        }
        art = art.replace("\r\n", "\n");
    }

    /** The whole picture, {@code side} pixels wide and high. */
    public static Scene of(String art, int side) {
        return new Scene(side, new Part(0, 0, Math.max(1, side), Math.max(1, side)), art);
    }

    public Scene with(Part wanted) {
        return new Scene(side, wanted, art);
    }

    /** @throws IllegalArgumentException with a reason that can be shown to whoever sent this */
    public static Scene parse(byte[] work) {
        String text = decode(work).replace("\r\n", "\n");
        int empty = text.startsWith("\n") ? 0 : text.indexOf("\n\n") + 1;
        if (empty == 0 && !text.startsWith("\n")) {
            throw new IllegalArgumentException("no empty line between keys and art");
        }
        Map<String, Integer> values = values(text.substring(0, empty));
        int width = values.getOrDefault("width", USUAL_SIDE);
        int height = values.getOrDefault("height", USUAL_SIDE);
        if (width != height) {
            throw new IllegalArgumentException("pictures are square, not " + width + " by " + height);
        }
        var part = new Part(
                values.getOrDefault("x0", 0),
                values.getOrDefault("y0", 0),
                values.getOrDefault("x1", width),
                values.getOrDefault("y1", height));
        if (part.pixels() > MAX_PIXELS) {
            throw new IllegalArgumentException(
                    part.pixels() + " pixels are more than " + MAX_PIXELS + ", ask for a part by x0 y0 x1 y1");
        }
        return new Scene(width, part, text.substring(empty + 1));
    }

    private static String decode(byte[] work) {
        try {
            return StandardCharsets.US_ASCII
                    .newDecoder()
                    .decode(ByteBuffer.wrap(work))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("work is not ASCII", e);
        }
    }

    private static Map<String, Integer> values(String lines) {
        var values = new HashMap<String, Integer>();
        for (String line : lines.lines().toList()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("not of the form key:value: " + shortened(line));
            }
            String key = line.substring(0, colon).strip();
            String value = line.substring(colon + 1).strip();
            if (!KEYS.contains(key)) {
                continue;
            }
            if (!value.matches("[0-9]{1,6}")) {
                throw new IllegalArgumentException(key + " is no number of pixels: " + shortened(value));
            }
            if (values.put(key, Integer.valueOf(value)) != null) {
                throw new IllegalArgumentException(key + " is given twice");
            }
        }
        return values;
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    /** The bytes to sell this by. */
    public byte[] work() {
        return "width:%d\nheight:%d\nx0:%d\ny0:%d\nx1:%d\ny1:%d\n\n%s"
                .formatted(side, side, part.x0(), part.y0(), part.x1(), part.y1(), art)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
