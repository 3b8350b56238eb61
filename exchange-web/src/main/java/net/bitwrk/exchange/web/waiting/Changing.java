package net.bitwrk.exchange.web.waiting;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An object that changes.
 *
 * @param id by which its changes are announced
 * @param find reads it anew, or throws where there is none
 * @param state a text that differs between any two states of it
 */
public record Changing<V>(String id, Supplier<V> find, Function<V, String> state) {
    Tagged as(Shape<V> shape) {
        V now = find.get();
        String tag = state.apply(now) + "-" + shape.suffix();
        return new Tagged(tag, shape.type(), () -> shape.body().apply(now));
    }
}
