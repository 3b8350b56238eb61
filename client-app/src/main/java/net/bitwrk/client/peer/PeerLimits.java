package net.bitwrk.client.peer;

import java.time.Duration;

/**
 * What a peer may take of this client.
 *
 * @param maxResultBytes of one encrypted result
 * @param maxUnproved requests with work whose sender has not proved yet to be the buyer, in all
 * @param maxUnprovedFromOne the same from one address
 * @param minRate bytes a second below which a transfer is given up, once {@code grace} has passed
 * @param silence after which a peer that has something to send is given up
 */
public record PeerLimits(
        long maxResultBytes, int maxUnproved, int maxUnprovedFromOne, int minRate, Duration grace, Duration silence) {
    /** Protocol section 9: a request may take so long, body included. */
    public static final Duration REQUEST = Duration.ofMinutes(15);
    /** Protocol section 9: that much is too much for a linear transfer. */
    public static final int TOO_MUCH_LINEAR = 16 << 20;

    public static final PeerLimits USUAL =
            new PeerLimits(1L << 30, 64, 8, 1024, Duration.ofSeconds(30), Duration.ofSeconds(30));

    public PeerLimits {
        if (maxResultBytes < 1 || maxUnproved < 1 || maxUnprovedFromOne < 1 || minRate < 0) {
            throw new IllegalArgumentException("limits below 1");
        }
    }

    /** The same, however slow. */
    PeerLimits withoutRate() {
        return new PeerLimits(maxResultBytes, maxUnproved, maxUnprovedFromOne, 0, grace, silence);
    }
}
