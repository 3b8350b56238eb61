package net.bitwrk.exchange.market;

import net.bitwrk.protocol.Malformed;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The lengths of time that prices and trades can be asked for (protocol section 8). */
public enum TimeSpan {
    YEAR("1y", Duration.ofDays(378)),
    SIX_WEEKS("6w", Duration.ofDays(42)),
    WEEK("1w", Duration.ofDays(7)),
    DAY("1d", Duration.ofDays(1)),
    SIX_HOURS("6h", Duration.ofHours(6)),
    HOUR("1h", Duration.ofHours(1)),
    TWELVE_MINUTES("12m", Duration.ofMinutes(12)),
    THREE_MINUTES("3m", Duration.ofMinutes(3)),
    HALF_MINUTE("30s", Duration.ofSeconds(30)),
    SIX_SECONDS("6s", Duration.ofSeconds(6)),
    SECOND("1s", Duration.ofSeconds(1));

    private final String text;
    private final Duration length;

    TimeSpan(String text, Duration length) {
        this.text = text;
        this.length = length;
    }

    /**
     * @param field of the query, for the message
     * @throws Malformed if {@code text} is none of them
     */
    public static TimeSpan parse(String field, String text) {
        return Stream.of(values())
                .filter(span -> span.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new Malformed(field, text, "one of " + all()));
    }

    private static String all() {
        return Stream.of(values()).map(span -> span.text).collect(Collectors.joining(", "));
    }

    public Duration length() {
        return length;
    }
}
