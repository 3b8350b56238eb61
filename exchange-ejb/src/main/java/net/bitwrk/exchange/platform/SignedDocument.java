package net.bitwrk.exchange.platform;

import net.bitwrk.protocol.identity.Address;

import java.time.Instant;
import java.util.Optional;

/**
 * Something signed that was accepted, with its place in the replay order.
 *
 * @param position see {@link ReplayOrder}
 * @param id of the bid, the transaction or the deposit that it made or concerns
 * @param signer empty for a deposit: it is the trusted account of that time
 */
public record SignedDocument(
        long position,
        Kind kind,
        String id,
        Optional<Address> signer,
        Instant received,
        String document,
        String signature) {
    /** What it is. */
    public enum Kind {
        BID,
        CANCELLATION,
        MESSAGE,
        DEPOSIT
    }
}
