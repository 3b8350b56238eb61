package net.bitwrk.exchange.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The last few of something. */
final class Recent<T> {
    private final int limit;
    private final List<T> values = new ArrayList<>();

    Recent(int limit) {
        this.limit = limit;
    }

    void add(T value) {
        if (values.size() == limit) {
            values.remove(0);
        }
        values.add(value);
    }

    Optional<T> any(RandomGenerator random) {
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(random.nextInt(values.size())));
    }

    void clear() {
        values.clear();
    }
}
