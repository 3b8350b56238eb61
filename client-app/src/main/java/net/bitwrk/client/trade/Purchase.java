package net.bitwrk.client.trade;

import net.bitwrk.client.cafs.FileWriter;
import net.bitwrk.client.cafs.Owner;
import net.bitwrk.client.cafs.StoreFull;
import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.client.exchange.TransactionWatch;
import net.bitwrk.client.mandate.Grant;
import net.bitwrk.client.peer.EncryptedResult;
import net.bitwrk.client.peer.SellerConnection;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.hash.Secret;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.money.Currency;
import net.bitwrk.protocol.money.Money;
import net.bitwrk.protocol.transaction.Phase;
import net.bitwrk.protocol.transaction.Receipt;
import net.bitwrk.protocol.transaction.TransactionMessage;
import net.bitwrk.protocol.transaction.TransactionMessage.WorkHashes;
import net.bitwrk.protocol.transaction.TransactionView;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** The buyer's part of one transaction: protocol section 9 from the match to the result, a call a step. */
final class Purchase implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Purchase.class.getName());
    /** Within the first time-out of a transaction (protocol section 7). */
    private static final Duration SEND = Duration.ofSeconds(50);

    /** For the seller to say why, when the transaction has ended (protocol section 9). */
    private static final Duration LAST_WORDS = Duration.ofMillis(250);

    private final TradeParts parts;
    private final KeptResults kept;
    private final Activity activity;
    private final StoredFile work;
    private final Turn.Permit permit;
    private final TransactionId id;
    private final TransactionWatch watch;
    private final AtomicReference<SellerConnection> open = new AtomicReference<>();
    /** With a receipt of ours out, the seller can get itself paid. */
    private boolean mayBePaid;

    private Money paid = Money.zero(Currency.BTC);

    Purchase(
            TradeParts parts,
            KeptResults kept,
            Activity activity,
            StoredFile work,
            Turn.Permit permit,
            TransactionId id) {
        this.parts = parts;
        this.kept = kept;
        this.activity = activity;
        this.work = work;
        this.permit = permit;
        this.id = id;
        this.watch = parts.exchange().watchTransaction(id, this::show);
    }

    /**
     * To the end, which the activity is told; where that has to be awaited longer than here, {@link KeptResults} goes on.
     *
     * @throws TradeFailed if nothing is bought, nor paid
     */
    void perform() throws TradeFailed, InterruptedException {
        Secret secret = Secret.random(parts.random());
        // Beside the first look at the transaction, which check() then judges: two hashes bind to nothing and tell no
        // secret, and the exchange takes them of this very buyer only. Nothing else leaves before.
        publish(new WorkHashes(work.key(), Hash.sha256(work.key().bytes(), secret.bytes())));
        check(await(view -> true));
        TransactionView established = await(view -> view.phase() == Phase.TRANSMITTING);
        expect(Phase.TRANSMITTING, established);
        try (EncryptedResult encrypted = transfer(established, secret)) {
            permit.places().transferred();
            pay(encrypted);
        } catch (IOException e) {
            throw failed(TradeFailed.Reason.SELLER, e);
        } finally {
            close(open.getAndSet(null));
        }
    }

    /** The receipt is what pays: it is not given before there is room for what it pays for, and that is safe. */
    private void pay(EncryptedResult encrypted) throws IOException, TradeFailed, InterruptedException {
        Receipt receipt = parts.exchange().receiptFor(encrypted.hash());
        try (FileWriter room = roomFor(encrypted.size());
                KeptResults.Held held = keep(encrypted)) {
            if (!activity.mayBePaid()) {
                held.kept().drop();
                throw new InterruptedException();
            }
            mayBePaid = true;
            end(held, room, give(receipt));
        }
    }

    private void end(KeptResults.Held held, FileWriter room, Optional<IOException> refusal)
            throws InterruptedException {
        try {
            TransactionView view = watch.await(Pickup::showsKey, TradeLimits.LONGEST_STEP);
            Pickup.now(parts, activity).finish(held.kept(), held.content(), view, room, refusal);
        } catch (IOException | TimeoutException e) {
            LOG.log(Level.WARNING, "key awaited transaction={0}: {1}", id, e.getMessage());
        }
    }

    private KeptResults.Held keep(EncryptedResult encrypted) throws TradeFailed, InterruptedException {
        try {
            return kept.keep(activity.key(), id, encrypted);
        } catch (IOException e) {
            throw failed(
                    TradeFailed.Reason.LIMIT,
                    new IOException("the result cannot be made safe, is not taken and not paid: " + e, e));
        }
    }

    private FileWriter roomFor(long size) throws TradeFailed, IOException {
        try {
            return parts.store().put(Owner.OWN, parts.keep(), size);
        } catch (StoreFull e) {
            String why = "no room for the result of " + size + " bytes, which is not taken and not paid: ";
            throw new TradeFailed(
                    TradeFailed.Reason.LIMIT, why + e.getMessage() + "; wait, or make -store-size larger", e);
        }
    }

    /** Money was committed by the bid, for this article, at this price at most: the transaction may say nothing else (C5). */
    private void check(TransactionView view) throws TradeFailed {
        boolean ours = view.buyer().equals(parts.exchange().participant().text())
                && view.buyerBid().text().equals(activity.view().bidId())
                && view.article().equals(activity.view().article().text())
                && view.price().currency() == permit.price().currency()
                && view.price().compareTo(permit.price()) <= 0;
        if (!ours) {
            throw new TradeFailed(
                    TradeFailed.Reason.EXCHANGE, "transaction " + id + " is not what bid " + view.buyerBid() + " said");
        }
        paid = view.price().plus(view.fee());
        activity.contracted(id.text(), view.price());
    }

    private void show(TransactionView view) {
        activity.phaseIs(view.phase().name());
        if (view.retired() || isTransferred(view.phase())) {
            permit.places().transferred();
        }
        boolean failed = view.retired() && view.phase() != Phase.FINISHED;
        if (failed) {
            parts.exchange().later(LAST_WORDS, () -> close(open.get()));
        }
    }

    /** The seller has the work: from now on its worker is what takes time, not the way to it (protocol section 11). */
    private static boolean isTransferred(Phase phase) {
        return phase.ordinal() >= Phase.WORKING.ordinal();
    }

    /** The way the work takes is the connection's choice (linear, chunked, legacy). */
    private EncryptedResult transfer(TransactionView established, Secret secret) throws IOException {
        String url = established.workerUrl().orElseThrow(() -> new IOException("the seller named no worker URL"));
        SellerConnection seller = parts.sellers().connect(url);
        open.set(seller);
        if (watch.latest().map(TransactionView::retired).orElse(false)) {
            seller.close();
        }
        activity.transferring(work.isChunked() ? work.size() : 0, 0);
        EncryptedResult encrypted = seller.send(work, secret);
        activity.transferring(work.isChunked() ? work.size() : 0, work.isChunked() ? work.size() : 0);
        return encrypted;
    }

    /** From now on what counts is whether the seller publishes it, whatever it answers: that is returned if it refuses. */
    private Optional<IOException> give(Receipt receipt) throws InterruptedException {
        try {
            open.get().sendReceipt(receipt.hash(), receipt.signature().toString());
            return Optional.empty();
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return Optional.of(e);
        }
    }

    private void publish(TransactionMessage message) throws TradeFailed, InterruptedException {
        try {
            parts.exchange().send(id, message, SEND);
        } catch (IOException e) {
            throw failed(TradeFailed.Reason.EXCHANGE, e);
        }
    }

    private TransactionView await(Predicate<TransactionView> wanted) throws TradeFailed, InterruptedException {
        try {
            return watch.await(wanted, TradeLimits.LONGEST_STEP);
        } catch (IOException | TimeoutException e) {
            throw failed(TradeFailed.Reason.EXCHANGE, e);
        }
    }

    private void expect(Phase phase, TransactionView view) throws TradeFailed {
        if (view.phase() != phase || view.retired()) {
            throw new TradeFailed(
                    TradeFailed.Reason.SELLER, "the transaction ended in phase " + view.phase() + ", not " + phase);
        }
    }

    /** Names the phase, because a failed transfer is mostly the consequence of what it tells. */
    private TradeFailed failed(TradeFailed.Reason reason, Exception e) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        String phase = watch.latest()
                .filter(TransactionView::retired)
                .map(view -> ", and the transaction ended in phase " + view.phase())
                .orElse("");
        return new TradeFailed(reason, e.getMessage() + phase, e);
    }

    /** Without a receipt of ours nobody is paid, now or later: what failed before it uses nothing of a mandate up. */
    private void settle(Grant grant) {
        if (mayBePaid) {
            parts.mandates().settle(grant, paid);
        } else {
            parts.mandates().giveBack(grant);
        }
    }

    private static void close(SellerConnection connection) {
        if (connection != null) {
            connection.close();
        }
    }

    @Override
    public void close() {
        permit.grant().ifPresent(this::settle);
        watch.close();
        close(open.getAndSet(null));
    }
}
