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

    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

    private final Exchange exchange;
    private final String option;
    private final Clock clock;
    private String seen = "";
    private Instant askAgain = Instant.EPOCH;

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

    /** Only the first sale waits for the answer; what is known goes on until there is another. */
    private String asSeen() throws IOException, InterruptedException {
        if (seen.isEmpty()) {
            seen = exchange.myIp();
            askAgain = clock.instant().plus(ASK_AGAIN);
        } else if (!clock.instant().isBefore(askAgain)) {
            askAgain = clock.instant().plus(ASK_AGAIN);
            exchange.myIpAside().whenComplete(this::answered);
        }
        return seen;
    }

    private synchronized void answered(String address, Throwable error) {
        if (error == null) {
            seen = address;
        } else {
            askAgain = clock.instant().plus(AFTER_FAILURE);
        }
    }
}
