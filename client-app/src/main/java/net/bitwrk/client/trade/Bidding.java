package net.bitwrk.client.trade;

import net.bitwrk.client.exchange.BidWatch;
import net.bitwrk.client.exchange.ExchangeRefused;
import net.bitwrk.client.exchange.NotPlaced;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidState;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.bid.BidView;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.TransactionId;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * The way from a permission to a transaction. A permission of which certainly nothing came goes back to its mandate; where
 * nobody knows, it stays used.
 */
final class Bidding {
    private static final System.Logger LOG = System.getLogger(Bidding.class.getName());
    private static final int PAYMENT_REQUIRED = 402;
    private static final int BAD_REQUEST = 400;
    /** Protocol section 6: a bid lives 120 s; longer only while the exchange does not answer. */
    private static final Duration LONGEST_BID = Duration.ofMinutes(10);

    private final TradeParts parts;
    private final Activity activity;
    private final BidType type;
    private final ArticleId article;

    Bidding(TradeParts parts, Activity activity, BidType type, ArticleId article) {
        this.parts = parts;
        this.activity = activity;
        this.type = type;
        this.article = article;
    }

    /**
     * Places the bid; empty if the exchange does not answer, so that it can be tried again later. Then the caller gives the
     * places back, once it is in the line again: so nobody overtakes it.
     */
    Optional<BidId> place(Turn.Permit permit) throws TradeFailed, InterruptedException {
        boolean unused = true;
        boolean isForLater = false;
        activity.offers(permit.price());
        try {
            BidId bid = parts.exchange().placeBid(type, article, permit.price());
            unused = false;
            activity.published(bid.text(), permit.price());
            activity.waitsFor("somebody to " + (type == BidType.BUY ? "sell" : "buy") + " at " + permit.price());
            LOG.log(
                    Level.INFO,
                    "bid placed bid={0} type={1} article={2} price={3}",
                    bid,
                    type,
                    article,
                    permit.price());
            return Optional.of(bid);
        } catch (NotPlaced e) {
            if (e.refusal().isEmpty()) {
                isForLater = true;
                return Optional.empty();
            }
            throw refused(e.refusal().get());
        } catch (IOException | InterruptedException e) {
            unused = false;
            if (e instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            throw new TradeFailed(TradeFailed.Reason.EXCHANGE, e.getMessage(), e);
        } finally {
            if (activity.view().bidId().isEmpty() && !isForLater) {
                permit.places().transferred();
            }
            if (unused) {
                permit.grant().ifPresent(parts.mandates()::giveBack);
            }
        }
    }

    private static TradeFailed refused(ExchangeRefused refusal) {
        TradeFailed.Reason reason = switch (refusal.status()) {
            case PAYMENT_REQUIRED -> TradeFailed.Reason.MONEY;
            case BAD_REQUEST -> TradeFailed.Reason.NOT_TRADED;
            default -> TradeFailed.Reason.EXCHANGE;
        };
        return new TradeFailed(reason, refusal.getMessage(), refusal);
    }

    /** Waits for the match; empty if the bid ended without one. An interrupt takes the bid back. */
    Optional<TransactionId> awaitMatch(BidId bid, Turn.Permit permit) throws TradeFailed, InterruptedException {
        boolean matched = false;
        try (BidWatch watch = parts.exchange().watchBid(bid, this::show)) {
            BidView end = watch.awaitEnd(LONGEST_BID);
            matched = end.state() == BidState.MATCHED;
            if (!matched) {
                permit.grant().ifPresent(parts.mandates()::giveBack);
                activity.withdrawn();
            }
            return end.transaction();
        } catch (IOException | TimeoutException e) {
            throw new TradeFailed(TradeFailed.Reason.EXCHANGE, e.getMessage(), e);
        } catch (InterruptedException e) {
            takeBack(bid, permit);
            throw e;
        } finally {
            permit.places().matched();
            if (!matched) {
                permit.places().transferred();
            }
        }
    }

    private void show(BidView bid) {
        if (bid.transaction().isEmpty()) {
            activity.phaseIs(bid.state().name());
        }
    }

    private void takeBack(BidId bid, Turn.Permit permit) throws InterruptedException {
        try {
            parts.exchange().cancelBid(bid);
            permit.grant().ifPresent(parts.mandates()::giveBack);
            LOG.log(Level.INFO, "bid taken back bid={0}", bid);
        } catch (IOException e) {
            // Too late, or an exchange of 0.7: then it expires, or its transaction times out and gives the money back.
            LOG.log(Level.INFO, "bid not taken back bid={0}: {1}", bid, e.getMessage());
        }
    }
}
