package net.bitwrk.exchange.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a client says of its version in {@code User-Agent} (protocol section 5, {@code /motd}). */
final class ClientVersion {
    private static final Pattern GO_CLIENT =
            Pattern.compile("BitWrkGoClient/([0-9]{1,4})\\.([0-9]{1,4})\\.([0-9]{1,4})(?![0-9])");
    private static final int OLDEST_GOOD_MINOR = 7;

    private ClientVersion() {}

    /** Whether this names a BitWrk client older than 0.7.0; other programs are none of our business. */
    static boolean isOutdated(String userAgent) {
        Matcher version = GO_CLIENT.matcher(userAgent == null ? "" : userAgent);
        return version.lookingAt()
                && Integer.parseInt(version.group(1)) == 0
                && Integer.parseInt(version.group(2)) < OLDEST_GOOD_MINOR;
    }
}
