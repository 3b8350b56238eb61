package net.bitwrk.client.trade;

import net.bitwrk.client.cafs.Owner;
import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.client.exchange.TransactionWatch;
import net.bitwrk.client.peer.Endpoint;
import net.bitwrk.client.peer.Sale;
import net.bitwrk.client.peer.SaleFault;
import net.bitwrk.client.peer.WorkHashes;
import net.bitwrk.client.worker.WorkPush;
import net.bitwrk.client.worker.Worker;
import net.bitwrk.client.worker.WorkerFailed;
import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.hash.Secret;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.identity.Signature;
import net.bitwrk.protocol.identity.SignatureVerifier;
import net.bitwrk.protocol.money.Money;
import net.bitwrk.protocol.transaction.MessageKind;
import net.bitwrk.protocol.transaction.Phase;
import net.bitwrk.protocol.transaction.Receipt;
import net.bitwrk.protocol.transaction.TransactionMessage;
import net.bitwrk.protocol.transaction.TransactionMessage.BuyerSecret;
import net.bitwrk.protocol.transaction.TransactionMessage.EncryptedResult;
import net.bitwrk.protocol.transaction.TransactionMessage.SellerUrl;
import net.bitwrk.protocol.transaction.TransactionMessage.Verdict;
import net.bitwrk.protocol.transaction.TransactionView;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * The seller's part of one transaction: protocol section 9 from the match to the published result. The buyer's requests
 * drive it through {@link Sale}; the activity's own thread opens the endpoint and waits for the end.
 */
final class Delivery implements Sale {
    private static final System.Logger LOG = System.getLogger(Delivery.class.getName());
    private static final Duration SEND = Duration.ofSeconds(50);
    /** All time-outs of protocol section 7 in a row are 23 min. */
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final TradeParts parts;
    private final Activity activity;
    private final Worker worker;
    private final Turn.Permit permit;
    private final TransactionId id;
    private final Runnable handedOver;
    private final TransactionWatch watch;
    /** Completed when the result is published, or with why it will not be. */
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    /** Known once the transaction has been checked; whoever comes before waits. */
    private final CompletableFuture<Address> buyer = new CompletableFuture<>();
    /** The publishing of the secret, beside which the worker begins. */
    private volatile CompletableFuture<Void> secretPublished = new CompletableFuture<>();

    /** From the push of the work to the end of its result. */
    private volatile boolean atWork;

    private volatile boolean reportsBack;
    /** The worker has been told how the sale ended, as far as it was {@link #atWork}. */
    private volatile boolean ended;

    /** @param handedOver is run when the buyer has been sent all of the worker's result */
    Delivery(
            TradeParts parts,
            Activity activity,
            Worker worker,
            Turn.Permit permit,
            TransactionId id,
            Runnable handedOver) {
        this.parts = parts;
        this.activity = activity;
        this.worker = worker;
        this.permit = permit;
        this.id = id;
        this.handedOver = handedOver;
        this.watch = parts.exchange().watchTransaction(id, this::show);
    }

    void perform() throws TradeFailed, InterruptedException {
        String trouble = "the sale was given up";
        boolean sold = false;
        try {
            Shop shop = parts.shop().orElseThrow();
            try (Endpoint endpoint = shop.endpoints().open(this)) {
                // Beside the first look at the transaction: an address commits to nothing, and nobody is served there
                // before check().
                publish(new SellerUrl(shop.urlOf(endpoint)));
                check(await(view -> true));
                over.get(LONGEST.toMinutes(), TimeUnit.MINUTES);
            }
            sold = true;
        } catch (ExecutionException | IOException | TimeoutException e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            trouble = String.valueOf(cause.getMessage());
            throw new TradeFailed(TradeFailed.Reason.SELLER, trouble, cause);
        } finally {
            end(sold, trouble);
        }
    }

    /** After a sale the watch goes on, without a thread, until the transaction is retired: the page shows it paid. */
    private void end(boolean sold, String trouble) {
        Money moved =
                sold ? activity.view().amount() : Money.zero(permit.price().currency());
        permit.grant().ifPresent(grant -> parts.mandates().settle(grant, moved));
        if (!sold) {
            buyer.completeExceptionally(new IOException(trouble));
            over.completeExceptionally(new IOException(trouble));
            watch.close();
        }
        ended = true;
        if (atWork) {
            worker.failed(trouble, !reportsBack);
        }
    }

    private void check(TransactionView view) throws TradeFailed {
        boolean ours = view.seller().equals(parts.exchange().participant().text())
                && view.sellerBid().text().equals(activity.view().bidId())
                && view.article().equals(worker.article().text())
                && view.price().currency() == permit.price().currency()
                && view.price().compareTo(permit.price()) >= 0;
        if (!ours) {
            throw new TradeFailed(
                    TradeFailed.Reason.EXCHANGE,
                    "transaction " + id + " is not what bid " + view.sellerBid() + " said");
        }
        activity.contracted(id.text(), view.price());
        buyer.complete(new Address(view.buyer()));
    }

    private void show(TransactionView view) {
        activity.phaseIs(view.phase().name());
        if (view.phase().pays()) {
            over.complete(null);
        } else if (view.retired()) {
            over.completeExceptionally(new IOException("the transaction ended in phase " + view.phase()));
        }
    }

    @Override
    public Owner buyer() {
        return Owner.buyer(buyer.join().text());
    }

    @Override
    public WorkHashes awaitTransmitting() throws IOException, InterruptedException {
        TransactionView view = await(state -> state.phase() == Phase.TRANSMITTING);
        if (view.phase() != Phase.TRANSMITTING || view.retired()) {
            throw new IOException("the transaction is in phase " + view.phase());
        }
        return new WorkHashes(
                view.workHash().orElseThrow(), view.workSecretHash().orElseThrow());
    }

    /** The worker need not wait for the answer; if that is a refusal, it is hung up on. */
    @Override
    public void publishSecret(Secret secret) {
        secretPublished = parts.exchange().sendAside(id, new BuyerSecret(secret), SEND);
        secretPublished.whenComplete((taken, error) -> {
            if (error != null) {
                over.completeExceptionally(error);
            }
        });
    }

    private void awaitPublishedSecret() throws IOException, InterruptedException {
        try {
            secretPublished.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }

    @Override
    public InputStream work(StoredFile work) throws IOException {
        WorkPush push = worker.push();
        atWork = true;
        if (ended) {
            // Reached after the end: nobody else tells the worker.
            push.close();
            worker.failed("reached after the sale was over", true);
            throw new IOException("the sale is over");
        }
        // The transaction's end, however it comes, hangs up on the worker.
        over.whenComplete((done, error) -> push.hangUp());
        try (InputStream in = parts.store().open(work.owner(), work.key())) {
            return new Result(push.send(in), push);
        } catch (IOException e) {
            reportsBack = e instanceof WorkerFailed refusal && refusal.reportsBack();
            push.close();
            throw e;
        }
    }

    /** A worker's result, that ends the conversation with the worker when it is closed. */
    private final class Result extends FilterInputStream {
        private final WorkPush push;

        Result(InputStream in, WorkPush push) {
            super(in);
            this.push = push;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            atWork &= b >= 0;
            return b;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int count = super.read(bytes, from, length);
            atWork &= count >= 0;
            return count;
        }

        @Override
        public void close() {
            push.close();
            if (!atWork) {
                handedOver.run();
            }
        }
    }

    @Override
    public boolean isSignedByBuyer(Hash encryptedResult, String signature) {
        try {
            return SignatureVerifier.fastest()
                    .verify(buyer.join(), encryptedResult.toString(), Signature.parse("encresulthashsig", signature));
        } catch (Malformed e) {
            return false;
        }
    }

    @Override
    public void publishResult(Hash encryptedResult, String signature, Secret key)
            throws IOException, InterruptedException {
        try {
            awaitPublishedSecret();
            publish(new EncryptedResult(
                    new Receipt(encryptedResult, Signature.parse("encresulthashsig", signature)), key));
            over.complete(null);
        } catch (IOException e) {
            over.completeExceptionally(e);
            throw e;
        }
    }

    @Override
    public void failed(SaleFault fault, String reason) {
        LOG.log(Level.INFO, "sale failed transaction={0} fault={1}: {2}", id, fault, reason);
        boolean isBeingWorkedOn = atWork;
        // First: what the transaction's end then says must not cover it.
        over.completeExceptionally(new IOException(reason));
        // A buyer that gives up has its money back at once, not when the time is over.
        if (fault == SaleFault.WORKER || isBeingWorkedOn) {
            parts.exchange()
                    .sendLater(
                            id,
                            new Verdict(MessageKind.REJECT_WORK),
                            taken -> LOG.log(Level.INFO, "work rejected transaction={0} taken={1}", id, taken));
        }
    }

    private void publish(TransactionMessage message) throws IOException, InterruptedException {
        parts.exchange().send(id, message, SEND);
    }

    private TransactionView await(Predicate<TransactionView> wanted) throws IOException, InterruptedException {
        try {
            return watch.await(wanted, TradeLimits.LONGEST_STEP);
        } catch (TimeoutException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
