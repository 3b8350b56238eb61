package net.bitwrk.client.exchange;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Under which address others reach this computer (option {@code extaddr}): one that is set, or the one under which the
 * exchange sees it, asked again every 15 min. Thread-safe.
 */
public final class PublicAddress {
    private static final String AUTO = "auto";
    /** Protocol section 11. */
    private static final Duration ASK_AGAIN = Duration.ofMinutes(15);

    private final Exchange exchange;
    private final String option;
    private final Clock clock;
    private String seen = "";
    private Instant asked = Instant.EPOCH;

    /** @param option an address without brackets, or {@code auto} */
    public PublicAddress(Exchange exchange, String option, Clock clock) {
        this.exchange = exchange;
        this.option = option;
        this.clock = clock;
    }

    /** What stands between {@code http://} and the path. @throws IOException if the exchange has to be asked and fails */
    public synchronized String authority(int port) throws IOException, InterruptedException {
        String host = option.equals(AUTO) ? asSeen() : option;
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private String asSeen() throws IOException, InterruptedException {
        if (seen.isEmpty() || !clock.instant().isBefore(asked.plus(ASK_AGAIN))) {
            asked = clock.instant();
            seen = exchange.myIp();
        }
        return seen;
    }
}
