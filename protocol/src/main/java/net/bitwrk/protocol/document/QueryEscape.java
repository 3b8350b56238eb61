package net.bitwrk.protocol.document;

import java.nio.charset.StandardCharsets;

/**
 * The escaping of signed documents (protocol section 4): letters, digits, {@code - _ . ~} stay, a space becomes
 * {@code +}, every other UTF-8 byte {@code %XX} in capitals. {@code URLEncoder} differs in {@code *} and {@code ~}.
 */
public final class QueryEscape {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private QueryEscape() {}

    public static String escape(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (isUnreserved(b)) {
                escaped.append((char) b);
            } else if (b == ' ') {
                escaped.append('+');
            } else {
                escaped.append('%').append(HEX[b >> 4 & 0xf]).append(HEX[b & 0xf]);
            }
        }
        return escaped.toString();
    }

    private static boolean isUnreserved(byte b) {
        return b >= 'a' && b <= 'z'
                || b >= 'A' && b <= 'Z'
                || b >= '0' && b <= '9'
                || b == '-'
                || b == '_'
                || b == '.'
                || b == '~';
    }
}
