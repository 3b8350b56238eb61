package net.bitwrk.client.peer;

import net.bitwrk.client.sync.Meter;
import org.eclipse.jetty.util.thread.Scheduler;

import java.io.Closeable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Bounds what strangers can do at once, and how long. A worker URL is public, and work comes before the secret that proves
 * its sender to be the buyer (assurance N2). Thread-safe.
 */
final class Admission {
    private static final String TOO_LATE = "nothing proved in time that this is the buyer";

    private final Crowd limits;
    private final Scheduler timer;
    private final SyncMemory memory;
    private final Map<List<Object>, Integer> inside = new HashMap<>();
    private int all;

    /**
     * @param timer running before anybody enters
     * @param memory of which those inside take
     */
    Admission(Crowd limits, Scheduler timer, SyncMemory memory) {
        this.memory = memory;
        this.limits = limits;
        this.timer = timer;
    }

    /** One stranger, served by the thread that entered; may leave twice. */
    final class Slot implements Closeable {
        private final List<List<Object>> counted;
        private final Thread thread = Thread.currentThread();
        private final Scheduler.Task end;
        private final SyncMemory.Share share;
        private boolean isClosed;
        private Optional<String> givenUp = Optional.empty();

        private Slot(Source source, List<List<Object>> counted) {
            this.counted = counted;
            this.share = memory.share(source, () -> giveUp(SyncMemory.TOO_MUCH));
            this.end = timer.schedule(() -> giveUp(TOO_LATE), limits.life().toMillis(), TimeUnit.MILLISECONDS);
        }

        private synchronized void giveUp(String why) {
            if (!isClosed) {
                givenUp = Optional.of(why);
                thread.interrupt();
            }
        }

        Meter memory() {
            return share;
        }

        /** Why it was not let stay. */
        synchronized Optional<String> givenUp() {
            return givenUp;
        }

        /**
         * Its holder has proved to be no stranger, and may stay.
         *
         * @throws PeerFault if that comes too late
         */
        void leave() throws PeerFault {
            close();
            if (givenUp().isPresent()) {
                throw new PeerFault("the proof to be the buyer comes too late");
            }
        }

        @Override
        public void close() {
            synchronized (this) {
                if (isClosed) {
                    return;
                }
                isClosed = true;
            }
            end.cancel();
            share.close();
            leaveAll(counted);
        }
    }

    /** Nothing, if there are too many already. */
    synchronized Optional<Slot> enter(Source source, String endpoint) {
        List<Object> atOne = List.of(endpoint);
        List<Object> fromOne = List.of(source);
        List<Object> fromOneAtOne = List.of(source, endpoint);
        boolean isFull = all >= limits.inAll()
                || count(atOne) >= limits.atOne()
                || count(fromOne) >= limits.fromOne()
                || count(fromOneAtOne) >= limits.fromOneAtOne();
        if (isFull) {
            return Optional.empty();
        }
        all++;
        List<List<Object>> counted = List.of(atOne, fromOne, fromOneAtOne);
        counted.forEach(key -> inside.merge(key, 1, Integer::sum));
        return Optional.of(new Slot(source, counted));
    }

    private int count(List<Object> key) {
        return inside.getOrDefault(key, 0);
    }

    private synchronized void leaveAll(List<List<Object>> counted) {
        all--;
        counted.forEach(key -> inside.merge(key, -1, (a, b) -> a + b == 0 ? null : a + b));
    }
}
