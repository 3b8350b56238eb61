package net.bitwrk.client.peer;

import java.time.Duration;

/**
 * What a peer may take of this client.
 *
 * @param maxResultBytes of one encrypted result
 * @param uploads requests with work whose sender has not proved yet to be the buyer
 * @param receipts requests with a receipt, until it has been found to be the buyer's
 * @param minRate bytes a second below which a transfer is given up, once {@code grace} has passed
 * @param silence after which a peer that has something to send is given up, and a buyer's unused connection closed
 * @param idle after which a connection to a seller that is not in use is closed; well below the seller's {@code silence},
 *     for a request on a connection that the seller is just closing is lost
 */
public record PeerLimits(
        long maxResultBytes,
        Crowd uploads,
        Crowd receipts,
        int minRate,
        Duration grace,
        Duration silence,
        Duration idle) {
    /** Protocol section 9: a request may take so long, body included. */
    public static final Duration REQUEST = Duration.ofMinutes(15);
    /** Protocol section 9: that much is too much for a linear transfer. */
    public static final int TOO_MUCH_LINEAR = 16 << 20;

    /**
     * A buyer with many purchases at once needs no more: each is a stranger only until its secret has come. In a linear
     * transfer that is behind all the work; until then a transaction leaves 3 min (protocol section 7).
     */
    private static final Crowd UPLOADS = new Crowd(64, 8, 16, 3, Duration.ofMinutes(3));
    /** A receipt is one packet, and nobody needs two at once. */
    private static final Crowd RECEIPTS = new Crowd(64, 16, 16, 3, Duration.ofSeconds(10));

    public static final PeerLimits USUAL = new PeerLimits(
            1L << 30, UPLOADS, RECEIPTS, 1024, Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(10));

    public PeerLimits {
        if (maxResultBytes < 1 || minRate < 0) {
            throw new IllegalArgumentException("limits below 1");
        }
        if (idle.compareTo(silence) >= 0) {
            throw new IllegalArgumentException("idle is " + idle + " and silence only " + silence);
        }
    }

    /** The same, however slow. */
    PeerLimits withoutRate() {
        return new PeerLimits(maxResultBytes, uploads, receipts, 0, grace, silence, idle);
    }
}
