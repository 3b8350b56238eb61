package net.bitwrk.client.exchange;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Optional;

/**
 * How long one call is made again while nobody says yes or no: with growing pauses, longer ones where the exchange asks for
 * them, up to a limit. An exchange that is starting, overloaded or behind a proxy whose other side is gone (429, 500 and
 * above) has said neither. Used by one thread after the other.
 */
final class Patience {
    private final long end;
    private final boolean onlyOnceSent;
    private int tries;
    private volatile boolean inDoubt;
    private volatile boolean over;

    Patience(Duration limit) {
        this(limit, false);
    }

    private Patience(Duration limit, boolean onlyOnceSent) {
        this.end = System.nanoTime() + limit.toNanos();
        this.onlyOnceSent = onlyOnceSent;
    }

    /** None at all while nobody could even be reached: for what is as well begun anew later. */
    static Patience onceSent(Duration limit) {
        return new Patience(limit, true);
    }

    /** How long to wait before the next try; empty if {@code answer} is one, or the limit is reached. */
    Optional<Duration> pauseAfter(Answer answer) {
        if (!answer.isPassing()) {
            return Optional.empty();
        }
        // Too many is said before anything is done; a proxy's error may come after it.
        inDoubt |= !answer.isTooMany();
        return pause(answer.retryAfter());
    }

    /** The same where there was no answer. */
    Optional<Duration> pauseAfter(IOException error) {
        boolean wasNeverSent = error.getCause() instanceof ConnectException;
        inDoubt |= !wasNeverSent;
        if (wasNeverSent && !inDoubt && onlyOnceSent) {
            return Optional.empty();
        }
        return pause(ExchangeRefused.retryAfter(error));
    }

    private synchronized Optional<Duration> pause(Optional<Duration> asked) {
        Duration usual = Pauses.retry(++tries);
        Duration left = Duration.ofNanos(end - System.nanoTime());
        if (over || left.compareTo(usual) < 0) {
            return Optional.empty();
        }
        Duration wanted = asked.filter(longer -> longer.compareTo(usual) > 0).orElse(usual);
        return Optional.of(wanted.compareTo(left) < 0 ? wanted : left);
    }

    /** From now on there are no more tries; one that is on its way is not broken off. */
    void end() {
        over = true;
    }

    boolean isOver() {
        return over;
    }

    /** Whether an earlier try may have been taken, though nobody said so. */
    boolean isInDoubt() {
        return inDoubt;
    }
}
