package net.bitwrk.protocol.document;

import net.bitwrk.protocol.Malformed;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The decoded fields of an {@code application/x-www-form-urlencoded} body, in order, doubles included. Strict: what is
 * no UTF-8, no hex after {@code %}, or holds a NUL, is refused. A field without {@code =} has an empty value.
 */
public final class Form {
    private static final String WANTED = "application/x-www-form-urlencoded text in UTF-8";

    private final List<Field> fields;

    /** One name and its value, decoded. */
    public record Field(String name, String value) {}

    private Form(List<Field> fields) {
        this.fields = List.copyOf(fields);
    }

    /** A form of these fields, in the map's order. */
    public static Form of(Map<String, String> fields) {
        return new Form(fields.entrySet().stream()
                .map(field -> new Field(field.getKey(), field.getValue()))
                .toList());
    }

    /** @throws Malformed if the body is mis-encoded; names the field */
    public static Form parse(String body) {
        var fields = new ArrayList<Field>();
        for (String pair : body.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decode("field name", equals < 0 ? pair : pair.substring(0, equals));
                fields.add(new Field(name, equals < 0 ? "" : decode(name, pair.substring(equals + 1))));
            }
        }
        return new Form(fields);
    }

    private static String decode(String field, String escaped) {
        byte[] bytes = new byte[escaped.length()];
        int length = 0;
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c == '%') {
                bytes[length++] = (byte) hexByte(field, escaped, i + 1);
                i += 2;
            } else if (c > 0 && c < 0x80) {
                bytes[length++] = (byte) (c == '+' ? ' ' : c);
            } else {
                throw new Malformed(field, escaped, WANTED);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Malformed(field, escaped, WANTED);
        }
    }

    private static int hexByte(String field, String escaped, int at) {
        int high = at + 1 < escaped.length() ? Character.digit(escaped.charAt(at), 16) : -1;
        int low = at + 1 < escaped.length() ? Character.digit(escaped.charAt(at + 1), 16) : -1;
        if (high < 0 || low < 0 || high == 0 && low == 0) {
            throw new Malformed(field, escaped, WANTED);
        }
        return high << 4 | low;
    }

    public List<Field> fields() {
        return fields;
    }

    /**
     * The field's value where it is there once and not empty.
     *
     * @throws Malformed if it is missing, double or empty
     */
    public String required(String name) {
        return requiredOrEmpty(name)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> new Malformed(name, "", "a value"));
    }

    /** The field's value where it is there once, maybe empty. @throws Malformed if it is missing or double */
    public Optional<String> requiredOrEmpty(String name) {
        Optional<String> value = optional(name);
        if (value.isEmpty()) {
            throw new Malformed(name, "", "a field of this name");
        }
        return value;
    }

    /** The field's value, or nothing where it is missing. @throws Malformed if it is double */
    public Optional<String> optional(String name) {
        List<String> values = fields.stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .toList();
        if (values.size() > 1) {
            throw new Malformed(name, String.join("', '", values), "the field once, not " + values.size() + " times");
        }
        return values.stream().findFirst();
    }

    /** All fields but those named, in order. @throws Malformed if one is there twice */
    public Map<String, String> without(String... names) {
        var rest = new LinkedHashMap<String, String>();
        for (Field field : fields) {
            if (!List.of(names).contains(field.name()) && rest.put(field.name(), field.value()) != null) {
                throw new Malformed(field.name(), field.value(), "the field once");
            }
        }
        return rest;
    }

    /** The body: names and values escaped, in order; a space is {@code +}. */
    @Override
    public String toString() {
        return fields.stream()
                .map(field -> QueryEscape.escape(field.name()) + "=" + QueryEscape.escape(field.value()))
                .collect(Collectors.joining("&"));
    }
}
