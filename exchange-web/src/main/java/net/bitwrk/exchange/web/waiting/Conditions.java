package net.bitwrk.exchange.web.waiting;

import java.net.InetAddress;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request says about what it has and whether it would wait.
 *
 * @param ifNoneMatch the header, or null
 * @param patience how long it may be held; zero for not at all
 * @param caller where it came from
 */
record Conditions(String ifNoneMatch, Duration patience, InetAddress caller) {
    /** Protocol section 5: capped at 30 s. */
    private static final long MAX_SECONDS = 30;

    /** RFC 7240: preferences are separated by commas; names do not care for capitals. */
    private static final Pattern WAIT = Pattern.compile("(?i)(?:^|,)\\s*wait\\s*=\\s*\"?([0-9]{1,9})\"?\\s*(?:[,;]|$)");

    static Conditions of(String ifNoneMatch, String prefer, InetAddress caller) {
        Matcher wait = WAIT.matcher(prefer == null ? "" : prefer);
        boolean waits = ifNoneMatch != null && wait.find();
        long seconds = waits ? Math.min(Long.parseLong(wait.group(1)), MAX_SECONDS) : 0;
        return new Conditions(ifNoneMatch, Duration.ofSeconds(seconds), caller);
    }

    boolean waits() {
        return !patience.isZero();
    }
}
