package net.bitwrk.exchange.system;

import net.bitwrk.protocol.document.QueryEscape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * What can be wrong with one field of a good form.
 *
 * @param name of the fault
 * @param spoil makes the form's body of its good fields and the field's name
 */
record BadForm(String name, BiFunction<Map<String, String>, String, String> spoil) {
    static final List<BadForm> ALL = List.of(
            new BadForm("missing", (fields, field) -> body(with(fields, field, null))),
            new BadForm("double", (fields, field) -> body(fields) + "&" + field + "=" + escape(fields.get(field))),
            new BadForm("empty", (fields, field) -> body(with(fields, field, ""))),
            new BadForm("overlong", (fields, field) -> body(with(fields, field, "x".repeat(5_000)))),
            new BadForm("no UTF-8", (fields, field) -> body(with(fields, field, null)) + "&" + field + "=%ff"),
            new BadForm("no hex", (fields, field) -> body(with(fields, field, null)) + "&" + field + "=%4"),
            new BadForm("NUL", (fields, field) -> body(with(fields, field, null)) + "&" + field + "=%00"),
            new BadForm("raw UTF-8", (fields, field) -> body(with(fields, field, null)) + "&" + field + "=é"),
            new BadForm("line break", (fields, field) -> body(with(fields, field, fields.get(field) + "\r\n"))),
            new BadForm("markup", (fields, field) -> body(with(fields, field, "<script>"))));

    static Map<String, String> with(Map<String, String> fields, String field, String value) {
        var changed = new LinkedHashMap<>(fields);
        if (value == null) {
            changed.remove(field);
        } else {
            changed.put(field, value);
        }
        return changed;
    }

    static String body(Map<String, String> fields) {
        var pairs = new ArrayList<String>();
        fields.forEach((name, value) -> pairs.add(name + "=" + escape(value)));
        return String.join("&", pairs);
    }

    private static String escape(String value) {
        return QueryEscape.escape(value);
    }

    @Override
    public String toString() {
        return name;
    }
}
