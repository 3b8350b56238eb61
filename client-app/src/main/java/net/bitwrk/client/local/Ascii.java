package net.bitwrk.client.local;

import java.util.Locale;

/** Reasons in ASCII: the Blender add-on decodes them so, and fails on anything else (protocol section 11). */
final class Ascii {
    /** The add-on shows no more. */
    private static final int MAX_LENGTH = 1024;

    private Ascii() {}

    /** One line of printable characters; everything else as a code. */
    static String of(String text) {
        var ascii = new StringBuilder();
        for (int i = 0; i < text.length() && ascii.length() < MAX_LENGTH; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c <= '~') {
                ascii.append(c);
            } else {
                ascii.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        ascii.setLength(Math.min(ascii.length(), MAX_LENGTH));
        return ascii.toString();
    }
}
