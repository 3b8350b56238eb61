package net.bitwrk.client.peer;

import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A timer whose time passes when a test says so. Thread-safe. */
final class ManualScheduler extends AbstractLifeCycle implements Scheduler {
    private record Planned(Runnable action, long millis, boolean[] cancelled) implements Task {
        boolean isWaiting() {
            synchronized (cancelled) {
                return !cancelled[0];
            }
        }

        @Override
        public boolean cancel() {
            synchronized (cancelled) {
                boolean first = !cancelled[0];
                cancelled[0] = true;
                return first;
            }
        }
    }

    private final List<Planned> planned = new ArrayList<>();

    @Override
    public synchronized Task schedule(Runnable action, long delay, TimeUnit unit) {
        var task = new Planned(action, unit.toMillis(delay), new boolean[1]);
        planned.add(task);
        return task;
    }

    /** How many tasks have been planned for {@code delay} later, whatever became of them. */
    synchronized int planned(Duration delay) {
        return (int)
                planned.stream().filter(task -> task.millis == delay.toMillis()).count();
    }

    /** How many of them may still be run. */
    synchronized int waiting(Duration delay) {
        return (int) planned.stream()
                .filter(task -> task.millis == delay.toMillis() && task.isWaiting())
                .count();
    }

    /** The tasks of {@code delay} are due, but those that were cancelled. How many were run. */
    int elapse(Duration delay) {
        List<Planned> due;
        synchronized (this) {
            due = planned.stream()
                    .filter(task -> task.millis == delay.toMillis() && task.cancel())
                    .toList();
        }
        due.forEach(task -> task.action.run());
        return due.size();
    }
}
