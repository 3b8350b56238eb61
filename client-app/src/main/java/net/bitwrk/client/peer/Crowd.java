package net.bitwrk.client.peer;

import java.time.Duration;

/**
 * How many strangers are served at once, so that a flood of one endpoint, or from one place, leaves room for the others.
 *
 * @param inAll at all endpoints
 * @param atOne at one endpoint
 * @param fromOne from one {@link Source} at all endpoints
 * @param fromOneAtOne from one source at one endpoint
 * @param life after which one that has not proved to be the buyer is given up
 */
public record Crowd(int inAll, int atOne, int fromOne, int fromOneAtOne, Duration life) {
    public Crowd {
        if (Math.min(Math.min(inAll, atOne), Math.min(fromOne, fromOneAtOne)) < 1 || life.isNegative()) {
            throw new IllegalArgumentException("limits below 1");
        }
    }
}
