package net.bitwrk.client.trade;

import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.money.Money;

import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;

/** A buy, from the wait for its turn to the result: within this client if there is a sell, else over the exchange. */
final class Buy extends Script {
    private static final System.Logger LOG = System.getLogger(Buy.class.getName());

    private final TradeParts parts;
    private final Desk desk;
    private final KeptResults kept;
    private final Activity activity;
    private final ArticleId article;
    private final StoredFile work;
    private final Optional<Money> price;
    private Party party;

    Buy(TradeParts parts, Desk desk, KeptResults kept, Activity activity, StoredFile work, Optional<Money> price) {
        this.parts = parts;
        this.desk = desk;
        this.kept = kept;
        this.activity = activity;
        this.article = activity.view().article();
        this.work = work;
        this.price = price;
        this.party = join();
    }

    /** At once, and not when its thread runs: buys get their turns in the order in which they were started. */
    private Party join() {
        Party joined = Party.buying(activity, article, work, price);
        desk.join(joined);
        return joined;
    }

    /** Instead of being run. */
    void abandon() {
        desk.leave(party);
    }

    @Override
    void perform() {
        try {
            buy();
        } catch (TradeFailed e) {
            LOG.log(Level.INFO, "buy failed activity={0} article={1}: {2}", activity.key(), article, e.getMessage());
            activity.failed(e);
        } catch (InterruptedException e) {
            // What may be paid for is not over: it goes on with the next start.
            if (!activity.isTooLateToCancel()) {
                activity.failed(new TradeFailed(TradeFailed.Reason.CANCELLED, "the buy was given up"));
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "buy broken activity=" + activity.key(), e);
            activity.failed(new TradeFailed(TradeFailed.Reason.EXCHANGE, "a fault of this client: " + e, e));
        }
    }

    private void buy() throws TradeFailed, InterruptedException {
        while (true) {
            Turn turn = desk.await(party);
            if (turn.local().isPresent()) {
                activity.succeeded(bought(turn.local().get()));
                return;
            }
            if (boughtOverTheExchange(turn.bid().orElseThrow())) {
                return;
            }
        }
    }

    private StoredFile bought(LocalMatch match) throws TradeFailed, InterruptedException {
        try {
            return match.result().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof TradeFailed failed
                    ? failed
                    : new TradeFailed(TradeFailed.Reason.SELLER, String.valueOf(e.getCause()), e);
        } catch (CancellationException e) {
            throw new TradeFailed(TradeFailed.Reason.SELLER, "the worker was unregistered", e);
        } finally {
            match.result().cancel(false);
        }
    }

    /** False if the exchange does not answer: then it is another one's turn until it does. */
    private boolean boughtOverTheExchange(Turn.Permit permit) throws TradeFailed, InterruptedException {
        var bidding = new Bidding(parts, activity, BidType.BUY, article);
        Optional<BidId> bid = bidding.place(permit);
        if (bid.isEmpty()) {
            party = join();
            permit.places().transferred();
            return false;
        }
        Optional<TransactionId> transaction = bidding.awaitMatch(bid.get(), permit);
        if (transaction.isEmpty()) {
            throw new TradeFailed(
                    TradeFailed.Reason.NOBODY_SOLD, "nobody sold " + article + " at " + permit.price() + " in time");
        }
        try (var purchase = new Purchase(parts, kept, activity, work, permit, transaction.get())) {
            purchase.perform();
            return true;
        } finally {
            permit.places().transferred();
        }
    }
}
