package net.bitwrk.exchange.web.waiting;

import java.util.function.Function;

/**
 * One representation of an object.
 *
 * @param suffix of its tags: no two representations of an object have the same
 * @param type of the body
 */
public record Shape<V>(String suffix, String type, Function<V, String> body) {
    public static <V> Shape<V> json(Function<V, String> body) {
        return new Shape<>("j", "application/json", body);
    }

    /** With what was said about the object. */
    public static <V> Shape<V> jsonWithMessages(Function<V, String> body) {
        return new Shape<>("jm", "application/json", body);
    }

    public static <V> Shape<V> html(Function<V, String> body) {
        return new Shape<>("h", "text/html;charset=UTF-8", body);
    }
}
