package net.bitwrk.exchange.history;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import net.bitwrk.exchange.bid.Bids;
import net.bitwrk.exchange.deposit.Deposits;
import net.bitwrk.exchange.platform.ReplayOrder;
import net.bitwrk.exchange.platform.SignedDocument;
import net.bitwrk.exchange.transaction.Transactions;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lists what participants and operator have signed, so that anybody can check it, and replay it into an exchange that
 * comes to the same ledger.
 */
@Stateless
public class SignedDocuments {
    private final Clock clock;
    private final Bids bids;
    private final Transactions transactions;
    private final Deposits deposits;

    protected SignedDocuments() {
        this(null, null, null, null);
    }

    @Inject
    public SignedDocuments(Clock clock, Bids bids, Transactions transactions, Deposits deposits) {
        this.clock = clock;
        this.bids = bids;
        this.transactions = transactions;
        this.deposits = deposits;
    }

    /** Those behind {@code position}, in replay order, at most {@code limit}; none that is younger than {@link ReplayOrder#SETTLED}. */
    public List<SignedDocument> after(long position, int limit) {
        Instant latest = clock.instant().minus(ReplayOrder.SETTLED);
        return Stream.of(
                        bids.signed(position, limit),
                        bids.cancelled(position, limit),
                        transactions.signed(position, limit),
                        deposits.signed(position, limit))
                .flatMap(List::stream)
                .sorted(Comparator.comparingLong(SignedDocument::position))
                .takeWhile(document -> !document.received().isAfter(latest))
                .limit(limit)
                .toList();
    }
}
