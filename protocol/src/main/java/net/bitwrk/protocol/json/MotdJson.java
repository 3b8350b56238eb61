package net.bitwrk.protocol.json;

import jakarta.json.Json;
import jakarta.json.JsonObject;

/** {@code GET /motd}: the message of the day. */
public final class MotdJson {
    private MotdJson() {}

    /** @param text HTML; {@code warning} tells clients to show it in red */
    public static JsonObject write(String text, boolean warning) {
        return Json.createObjectBuilder()
                .add("Text", text)
                .add("Warning", warning)
                .build();
    }
}
