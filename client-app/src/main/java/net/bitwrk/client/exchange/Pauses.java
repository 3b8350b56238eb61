package net.bitwrk.client.exchange;

import java.io.IOException;
import java.time.Duration;

/** How long to wait before the n-th try. */
final class Pauses {
    private static final Duration POLL_STEP = Duration.ofMillis(500);
    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);
    private static final int MAX_DOUBLINGS = 7;

    private Pauses() {}

    /** The rhythm of BitWrk 0.7 (protocol section 5): 0.5 s, 1 s, 1.5 s, …; {@code n} from 1. */
    static Duration poll(int n) {
        return POLL_STEP.multipliedBy(n);
    }

    /** Doubling from 0.25 s to 30 s; {@code n} from 1. */
    static Duration retry(int n) {
        Duration pause = FIRST_RETRY.multipliedBy(1L << Math.min(n - 1, MAX_DOUBLINGS));
        return atMost(pause);
    }

    /** The same, but longer if {@code error} asks for it; never longer than 30 s. */
    static Duration retry(int n, IOException error) {
        Duration usual = retry(n);
        return ExchangeRefused.retryAfter(error)
                .filter(asked -> asked.compareTo(usual) > 0)
                .map(Pauses::atMost)
                .orElse(usual);
    }

    private static Duration atMost(Duration pause) {
        return pause.compareTo(LONGEST_RETRY) < 0 ? pause : LONGEST_RETRY;
    }
}
