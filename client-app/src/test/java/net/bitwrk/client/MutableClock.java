package net.bitwrk.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;

/** A clock that stands until it is moved. */
public final class MutableClock extends Clock {
    private volatile Instant now = Instant.parse("2026-11-24T12:00:00Z");

    private final AtomicInteger asked = new AtomicInteger();

    public void move(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public Instant instant() {
        asked.incrementAndGet();
        return now;
    }

    /** How often the time was asked for: an event to wait for. */
    public int asked() {
        return asked.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
