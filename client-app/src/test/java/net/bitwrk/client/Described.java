package net.bitwrk.client;

import net.bitwrk.protocol.vectors.Vectors;

import java.io.ByteArrayOutputStream;
import java.util.regex.Pattern;

/** Makes the bytes that the vectors describe in words (vectors/README.md, Data). */
public final class Described {
    private static final Pattern ZEROS = Pattern.compile("(\\d+) zero bytes");
    private static final Pattern STREAM = Pattern.compile("stream:([^ ,]+)(?:,| of) (\\d+) bytes");
    private static final Pattern TIMES = Pattern.compile("(.*), (\\d+) times in a row");

    private Described() {}

    public static byte[] bytes(String description) {
        var bytes = new ByteArrayOutputStream();
        for (String part : description.split(", then ")) {
            bytes.writeBytes(part(part));
        }
        return bytes.toByteArray();
    }

    /** A description that leaves the length to a field of its own. */
    public static byte[] bytes(String description, int length) {
        return description.matches("stream:[^ ,]+")
                ? Vectors.stream(description.substring("stream:".length()), length)
                : bytes(description);
    }

    private static byte[] part(String part) {
        var times = TIMES.matcher(part);
        if (times.matches()) {
            var repeated = new ByteArrayOutputStream();
            for (int i = 0; i < Integer.parseInt(times.group(2)); i++) {
                repeated.writeBytes(part(times.group(1)));
            }
            return repeated.toByteArray();
        }
        var zeros = ZEROS.matcher(part);
        if (zeros.matches()) {
            return new byte[Integer.parseInt(zeros.group(1))];
        }
        var stream = STREAM.matcher(part);
        if (!stream.matches()) {
            throw new AssertionError("cannot make '" + part + "'");
        }
        return Vectors.stream(stream.group(1), Integer.parseInt(stream.group(2)));
    }
}
