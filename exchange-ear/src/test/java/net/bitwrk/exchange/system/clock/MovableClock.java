package net.bitwrk.exchange.system.clock;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** Takes the place of the exchange's clock: runs as that does, shifted, or stands still. */
@Alternative
@Priority(1)
@ApplicationScoped
public class MovableClock extends Clock {
    private final AtomicReference<Clock> current = new AtomicReference<>(system());

    private static Clock system() {
        return Clock.tick(Clock.systemUTC(), Duration.ofMillis(1));
    }

    /** Stands still at {@code moment}. */
    public void stop(Instant moment) {
        current.set(Clock.fixed(moment, ZoneOffset.UTC));
    }

    /** Runs with the system's time again. */
    public void run() {
        current.set(system());
    }

    @Override
    public Instant instant() {
        return current.get().instant();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return current.get().withZone(zone);
    }
}
