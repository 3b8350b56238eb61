package net.bitwrk.client.trade;

import net.bitwrk.client.mandate.Grant;
import net.bitwrk.protocol.money.Money;

import java.util.Optional;

/**
 * What one that waited at the {@link Desk} may do now: either trade within this client, or bid.
 *
 * @param local the match within this client
 * @param bid the permission to bid, if it is no local match
 */
record Turn(Optional<LocalMatch> local, Optional<Permit> bid) {
    static Turn local(LocalMatch match) {
        return new Turn(Optional.of(match), Optional.empty());
    }

    static Turn bid(Permit permit) {
        return new Turn(Optional.empty(), Optional.of(permit));
    }

    /**
     * Money that may be committed, and the places taken for it.
     *
     * @param grant the mandate's, if it was not a given price
     */
    record Permit(Money price, Optional<Grant> grant, Places places) {}
}
