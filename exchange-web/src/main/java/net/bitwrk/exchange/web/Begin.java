package net.bitwrk.exchange.web;

import net.bitwrk.protocol.Malformed;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** From when on a query asks, {@code begin} (protocol section 5). */
public final class Begin {
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private Begin() {}

    /**
     * Times before 1970 are that: nothing is older.
     *
     * @param text RFC 3339
     * @throws Malformed if it is no such time
     */
    public static Instant parse(String text) {
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (time.isAfter(LAST)) {
                throw new DateTimeException("RFC 3339 has four digits for the year");
            }
            return time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time;
        } catch (DateTimeException e) {
            throw new Malformed("begin", text, "an RFC 3339 time like '2026-01-02T03:04:05Z'");
        }
    }
}
