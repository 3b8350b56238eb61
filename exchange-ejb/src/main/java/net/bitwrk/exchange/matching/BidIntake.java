package net.bitwrk.exchange.matching;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import net.bitwrk.exchange.bid.Bids;
import net.bitwrk.exchange.bid.CancelBid;
import net.bitwrk.exchange.bid.OpenBids;
import net.bitwrk.exchange.bid.PlaceBid;
import net.bitwrk.exchange.platform.Announcements;
import net.bitwrk.exchange.platform.Intake;
import net.bitwrk.exchange.refusal.Outcome;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.protocol.id.BidId;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Where bids and cancellations queue up for their commit; after it the matcher is woken, or those who wait are told. */
@ApplicationScoped
public class BidIntake {
    private static final System.Logger LOG = System.getLogger(BidIntake.class.getName());

    private final Intake<PlaceBid, Outcome<BidId>> placing;
    private final Intake<CancelBid, Outcome<BidId>> cancelling;
    private final Matcher matcher;
    private final Announcements announcements;

    protected BidIntake() {
        this.placing = null;
        this.cancelling = null;
        this.matcher = null;
        this.announcements = null;
    }

    @Inject
    public BidIntake(
            Bids bids, OpenBids open, Matcher matcher, Announcements announcements, ManagedExecutorService executor) {
        this(bids, open, matcher, announcements, (Executor) executor);
    }

    public BidIntake(Bids bids, OpenBids open, Matcher matcher, Announcements announcements, Executor executor) {
        Outcome<BidId> tooMany = Outcome.refused(Reason.TOO_MANY, "too many bids wait, try again later");
        this.placing = new Intake<>(executor, bids::place, tooMany);
        this.cancelling = new Intake<>(executor, open::cancel, tooMany);
        this.matcher = matcher;
        this.announcements = announcements;
    }

    public CompletionStage<Outcome<BidId>> place(PlaceBid command) {
        return placing.submit(command).thenApply(outcome -> {
            outcome.accepted().ifPresent(bid -> {
                matcher.wake(command.market());
                LOG.log(
                        System.Logger.Level.INFO,
                        () -> "bid placed bid=" + bid + " type=" + command.type() + " article=" + command.article()
                                + " price=" + command.price() + " participant=" + command.participant());
            });
            return outcome;
        });
    }

    public CompletionStage<Outcome<BidId>> cancel(CancelBid command) {
        return cancelling.submit(command).thenApply(outcome -> {
            outcome.accepted().ifPresent(bid -> {
                announcements.changed(List.of(bid.text()));
                LOG.log(System.Logger.Level.INFO, () -> "bid taken back bid=" + bid);
            });
            return outcome;
        });
    }
}
