package net.bitwrk.client.peer;

import java.io.Closeable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Bounds what strangers can do at once. A worker URL is public, and work comes before the secret that proves its sender to
 * be the buyer (assurance N2). Thread-safe.
 */
final class Admission {
    private final int max;
    private final int maxFromOne;
    private final Map<String, Integer> inside = new HashMap<>();
    private int all;

    Admission(int max, int maxFromOne) {
        this.max = max;
        this.maxFromOne = maxFromOne;
    }

    /** One stranger; may leave twice. */
    final class Slot implements Closeable {
        private final String address;
        private boolean isClosed;

        private Slot(String address) {
            this.address = address;
        }

        /** Its holder has proved to be no stranger. */
        void leave() {
            synchronized (Admission.this) {
                if (!isClosed) {
                    isClosed = true;
                    all--;
                    inside.merge(address, -1, (a, b) -> a + b == 0 ? null : a + b);
                }
            }
        }

        @Override
        public void close() {
            leave();
        }
    }

    synchronized Optional<Slot> enter(String address) {
        int fromOne = inside.getOrDefault(address, 0);
        if (all >= max || fromOne >= maxFromOne) {
            return Optional.empty();
        }
        all++;
        inside.put(address, fromOne + 1);
        return Optional.of(new Slot(address));
    }
}
