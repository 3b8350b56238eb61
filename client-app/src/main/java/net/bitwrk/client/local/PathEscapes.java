package net.bitwrk.client.local;

import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.document.Form;

/** Takes the escapes of a path away; what is no UTF-8 afterwards is refused, not guessed. */
final class PathEscapes {
    private PathEscapes() {}

    /** As in a form, but for the {@code +}, which means a space in forms only. */
    static String decode(String raw) {
        String escaped = raw.replace("+", "%2B").replace("&", "%26");
        return Form.parse("path=" + escaped).optional("path").orElseThrow(() -> new Malformed("path", raw, "a path"));
    }
}
