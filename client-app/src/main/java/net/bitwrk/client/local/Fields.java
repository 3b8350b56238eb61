package net.bitwrk.client.local;

import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.document.Form;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The fields of a form or query, each at most once. */
public final class Fields {
    /** Far more than any call has. */
    private static final int MAX_FIELDS = 50;

    private static final int MAX_VALUE = 4096;

    private final Map<String, String> values;

    private Fields(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads {@code name=value} pairs joined with {@code &}, of the query and of the body.
     *
     * @throws Malformed if a field is given twice, is too long or is mis-encoded
     */
    static Fields of(String... encoded) {
        var values = new LinkedHashMap<String, String>();
        for (String part : encoded) {
            Form.parse(part).fields().forEach(field -> add(values, field));
        }
        return new Fields(values);
    }

    private static void add(Map<String, String> values, Form.Field field) {
        if (field.value().length() > MAX_VALUE) {
            throw new Malformed(field.name(), field.value(), "at most " + MAX_VALUE + " characters");
        }
        if (values.put(field.name(), field.value()) != null) {
            throw new Malformed(field.name(), field.value(), "this field once");
        }
        if (values.size() > MAX_FIELDS) {
            throw new Malformed(field.name(), field.value(), "at most " + MAX_FIELDS + " fields");
        }
    }

    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** @throws Malformed if the field is missing or empty */
    public String need(String name) {
        String value = values.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new Malformed(name, value, "this field, and not empty");
        }
        return value;
    }

    /** Of a check box: {@code on} or missing. */
    public boolean isOn(String name) {
        String value = values.get(name);
        if (value != null && !value.equals("on")) {
            throw new Malformed(name, value, "'on', or no such field");
        }
        return value != null;
    }

    /** @throws Malformed if the field is not a whole number from 1 to {@code max} in ASCII digits */
    public long needPositive(String name, long max) {
        String text = need(name);
        if (!text.matches("[0-9]{1,18}") || Long.parseLong(text) < 1 || Long.parseLong(text) > max) {
            throw new Malformed(name, text, "a whole number from 1 to " + max);
        }
        return Long.parseLong(text);
    }
}
