package net.bitwrk.protocol;

import java.util.Locale;

/**
 * A text from outside that is not what it has to be. The message names the field, the value and what would have been
 * right; it is one line of printable ASCII, fit to be shown and logged.
 */
public final class Malformed extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int MAX_SHOWN = 80;

    private final String field;

    /**
     * @param field the name of the field, in the words of the protocol or of a sender; shown as the value is
     * @param value what was given; shown cut and with everything but printable ASCII escaped
     * @param wanted what would have been right, to be read after "expected"; goes in as it is, so what is foreign in it has
     *     to be {@link #shown}
     */
    public Malformed(String field, String value, String wanted) {
        super(shown(field) + " '" + shown(value) + "' is malformed, expected " + wanted);
        this.field = field;
    }

    public String field() {
        return field;
    }

    /** A foreign text made fit for a message: at most 80 characters, everything but printable ASCII as a code. */
    public static String shown(String value) {
        var shown = new StringBuilder();
        int end = Math.min(value.length(), MAX_SHOWN);
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            if (c >= ' ' && c <= '~') {
                shown.append(c);
            } else {
                shown.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return value.length() > MAX_SHOWN ? shown.append("...").toString() : shown.toString();
    }
}
