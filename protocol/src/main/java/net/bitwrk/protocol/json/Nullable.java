package net.bitwrk.protocol.json;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

import java.util.Optional;

/** What is not known yet is {@code null} on the wire and an empty {@link Optional} with us. */
final class Nullable {
    private Nullable() {}

    static void add(JsonObjectBuilder json, String name, Optional<?> value) {
        value.ifPresentOrElse(known -> json.add(name, known.toString()), () -> json.addNull(name));
    }

    static Optional<String> text(JsonObject json, String name) {
        return json.isNull(name) ? Optional.empty() : Optional.of(json.getString(name));
    }
}
