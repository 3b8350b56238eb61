package net.bitwrk.client.trade;

import net.bitwrk.client.cafs.FileWriter;
import net.bitwrk.client.cafs.Owner;
import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.client.worker.WorkPush;
import net.bitwrk.client.worker.Worker;
import net.bitwrk.client.worker.WorkerFailed;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.TransactionId;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A sell of one worker's time, from the wait for its turn to the end of the sale. */
final class Sell extends Script {
    private static final System.Logger LOG = System.getLogger(Sell.class.getName());

    private final TradeParts parts;
    private final Desk desk;
    private final Activity activity;
    private final Worker worker;
    private final AtomicBoolean holdsWorker = new AtomicBoolean(true);
    private Party party;

    Sell(TradeParts parts, Desk desk, Activity activity, Worker worker) {
        this.parts = parts;
        this.desk = desk;
        this.activity = activity;
        this.worker = worker;
        activity.sells(worker);
    }

    @Override
    void perform() {
        try {
            if (!parts.shop().isPresent()) {
                activity.isOnlyLocal();
            }
            sell();
            activity.sold();
            letWorkerGo();
        } catch (TradeFailed e) {
            failed(e);
        } catch (InterruptedException e) {
            activity.failed(new TradeFailed(TradeFailed.Reason.CANCELLED, "the sell was given up"));
            letWorkerGo();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "sell broken activity=" + activity.key(), e);
            failed(new TradeFailed(TradeFailed.Reason.EXCHANGE, "a fault of this client: " + e, e));
        }
    }

    private void failed(TradeFailed failure) {
        LOG.log(
                Level.INFO,
                "sell failed activity={0} article={1} worker={2}: {3}",
                activity.key(),
                worker.article(),
                worker.id(),
                failure.getMessage());
        activity.failed(failure);
        worker.failedSale(failure.getMessage(), !holdsWorker.getAndSet(false));
    }

    /** At the end at the latest. A buyer may take minutes to sign for a result, and the next one is served meanwhile. */
    private void letWorkerGo() {
        if (holdsWorker.getAndSet(false)) {
            worker.endSale();
        }
    }

    private Party join() {
        Party joined = Party.selling(activity, worker.article(), parts.shop().isPresent());
        desk.join(joined);
        return joined;
    }

    private void sell() throws TradeFailed, InterruptedException {
        party = join();
        boolean sold = false;
        while (!sold) {
            Turn turn = desk.await(party);
            if (turn.local().isPresent()) {
                sellLocally(turn.local().get());
                sold = true;
            } else {
                sold = sellOverTheExchange(turn.bid().orElseThrow());
            }
        }
    }

    private void sellLocally(LocalMatch match) throws TradeFailed {
        activity.totalIs(match.work().size());
        CompletableFuture<StoredFile> result = match.result();
        try (WorkPush push = worker.push()) {
            // A buyer that gives up hangs up on the worker, at once and in whatever it does.
            result.whenComplete((file, error) -> push.hangUp());
            result.complete(worked(push, match.work()));
        } catch (IOException e) {
            String reason = result.isCancelled() ? "the buyer gave up" : e.getMessage();
            boolean reportsBack = e instanceof WorkerFailed failed && failed.reportsBack();
            worker.failed(reason, !reportsBack);
            var failure = new TradeFailed(TradeFailed.Reason.SELLER, reason, e);
            if (result.completeExceptionally(failure)) {
                throw failure;
            }
        } finally {
            // Whatever went wrong: nobody waits for ever.
            result.completeExceptionally(
                    new TradeFailed(TradeFailed.Reason.SELLER, "a fault of this client, see its log"));
        }
    }

    private StoredFile worked(WorkPush push, StoredFile work) throws IOException {
        try (InputStream in = parts.store().open(work.owner(), work.key());
                FileWriter out = parts.store().put(Owner.OWN, parts.keep())) {
            push.send(in).transferTo(out);
            return out.finish();
        }
    }

    /** False if nobody bought, or the exchange does not answer: then it waits for another turn. */
    private boolean sellOverTheExchange(Turn.Permit permit) throws TradeFailed, InterruptedException {
        var bidding = new Bidding(parts, activity, BidType.SELL, worker.article());
        Optional<BidId> bid = bidding.place(permit);
        if (bid.isEmpty()) {
            party = join();
            permit.places().transferred();
            return false;
        }
        Optional<TransactionId> transaction = bidding.awaitMatch(bid.get(), permit);
        if (transaction.isEmpty()) {
            party = join();
            return false;
        }
        var delivery = new Delivery(parts, activity, worker, permit, transaction.get(), this::letWorkerGo);
        delivery.perform();
        return true;
    }
}
