package net.bitwrk.exchange.simulation;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Time that goes on only when it is told to. */
final class SimulatedClock extends Clock {
    private long millis = Instant.parse("2026-02-28T23:59:00Z").toEpochMilli();

    void goTo(long newMillis) {
        if (newMillis > millis) {
            millis = newMillis;
        }
    }

    @Override
    public long millis() {
        return millis;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the exchange knows UTC only");
    }
}
