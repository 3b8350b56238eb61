package net.bitwrk.client.trade;

import net.bitwrk.client.cafs.FileWriter;
import net.bitwrk.client.cafs.Owner;
import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.client.peer.EncryptedResult;
import net.bitwrk.client.trade.TradeFailed.Reason;
import net.bitwrk.protocol.hash.Secret;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.transaction.MessageKind;
import net.bitwrk.protocol.transaction.Phase;
import net.bitwrk.protocol.transaction.Receipt;
import net.bitwrk.protocol.transaction.TransactionMessage.Verdict;
import net.bitwrk.protocol.transaction.TransactionView;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The end of one purchase, from the receipt on: what its transaction says makes a file in the store of what was kept, or
 * lets that go; its activity is told. By the buy itself, or later, when that had to leave it.
 */
final class Pickup {
    private static final System.Logger LOG = System.getLogger(Pickup.class.getName());
    private static final Duration SEND = Duration.ofSeconds(50);

    private final TradeParts parts;
    private final Optional<Activity> activity;
    private final BiConsumer<Activity, StoredFile> success;

    private Pickup(TradeParts parts, Optional<Activity> activity, BiConsumer<Activity, StoredFile> success) {
        this.parts = parts;
        this.activity = activity;
        this.success = success;
    }

    /** By the buy itself. */
    static Pickup now(TradeParts parts, Activity activity) {
        return new Pickup(parts, Optional.of(activity), Activity::succeeded);
    }

    /** @param activity of the buy; empty if nobody knows it any more */
    static Pickup later(TradeParts parts, Optional<Activity> activity) {
        return new Pickup(parts, activity, Activity::succeededLater);
    }

    /** Whether the result is to be had, and paid. */
    static boolean showsKey(TransactionView view) {
        return view.phase().pays() && view.resultKey().isPresent();
    }

    /** Where the result goes in the clear. */
    @FunctionalInterface
    private interface Room {
        FileWriter open() throws IOException;
    }

    /**
     * The end of what the buy has in hand.
     *
     * @param view shows the key, or that there will be none
     * @param room for the result in the clear
     * @param refusal the seller's, of the receipt
     */
    void finish(
            KeptResult kept,
            EncryptedResult content,
            TransactionView view,
            FileWriter room,
            Optional<IOException> refusal)
            throws InterruptedException {
        end(kept, content, view, refusal, () -> room);
    }

    /**
     * The end of one whose key is awaited, if it has come.
     *
     * @throws IOException if the exchange does not tell
     */
    void lookAgain(KeptResult kept) throws IOException, InterruptedException {
        TransactionId id = kept.transaction().orElseThrow();
        TransactionView view = parts.exchange().transaction(id);
        if (!view.buyer().equals(parts.exchange().participant().text())) {
            throw new IOException("transaction " + id + " is none of this participant's");
        }
        if (showsKey(view) || view.retired()) {
            EncryptedResult content = kept.content();
            end(kept, content, view, Optional.empty(), () -> roomFor(content));
        }
    }

    /** Stores one whose key is known. @throws IOException if there is no room yet */
    void store(KeptResult kept) throws IOException {
        EncryptedResult content = kept.content();
        store(kept, content, kept.key().orElseThrow(), () -> roomFor(content));
    }

    private FileWriter roomFor(EncryptedResult content) throws IOException {
        return parts.store().put(Owner.OWN, parts.keep(), content.size());
    }

    /** The file goes only when its content is in the store. */
    private void store(KeptResult kept, EncryptedResult content, Secret key, Room room) throws IOException {
        try (FileWriter out = room.open()) {
            StoredFile file = content.decrypt(key, out);
            activity.ifPresent(buy -> success.accept(buy, file));
            LOG.log(Level.INFO, "paid result stored activity={0} file={1}", kept.activity(), file.key());
            kept.drop();
        }
    }

    private void end(
            KeptResult kept, EncryptedResult content, TransactionView view, Optional<IOException> refusal, Room room)
            throws InterruptedException {
        activity.ifPresent(buy -> buy.phaseIs(view.phase().name()));
        Optional<Secret> key = key(kept, content, view, refusal);
        if (key.isEmpty()) {
            return;
        }
        try {
            store(kept, content, key.get(), room);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            isPaidButNotStored(kept, key.get(), e);
        }
    }

    /** The transaction has to show the very receipt that was given (C6). Empty, and the activity over, if there is no key. */
    private Optional<Secret> key(
            KeptResult kept, EncryptedResult content, TransactionView view, Optional<IOException> refusal)
            throws InterruptedException {
        if (!showsKey(view)) {
            String end = "the transaction ended in phase " + view.phase();
            fail(kept, refusal.map(said -> said.getMessage() + ", and " + end).orElse(end));
            return Optional.empty();
        }
        TransactionId id = kept.transaction().orElseThrow();
        if (!view.receipt().map(Receipt::hash).equals(Optional.of(content.hash()))) {
            reject(id);
            fail(kept, "the seller published another result than the one it sent");
            return Optional.empty();
        }
        if (!view.retired()) {
            accept(id);
        }
        return view.resultKey();
    }

    /** Not waited for: the local program has its result before (protocol section 9, step 6). */
    private void accept(TransactionId id) {
        parts.exchange().sendLater(id, new Verdict(MessageKind.ACCEPT_RESULT), taken -> {
            if (taken) {
                activity.ifPresent(buy -> buy.phaseIs(Phase.FINISHED.name()));
            }
            LOG.log(Level.INFO, "result accepted transaction={0} taken={1}", id, taken);
        });
    }

    private void reject(TransactionId id) throws InterruptedException {
        try {
            parts.exchange().send(id, new Verdict(MessageKind.REJECT_RESULT), SEND);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "result not rejected transaction={0}: {1}", id, e.getMessage());
        }
    }

    /** Nothing was paid, and what was kept is of no use. */
    private void fail(KeptResult kept, String why) {
        activity.ifPresent(buy -> buy.failed(new TradeFailed(Reason.SELLER, why)));
        kept.drop();
    }

    private void isPaidButNotStored(KeptResult kept, Secret key, IOException why) {
        KeptResult named = kept;
        try {
            named = kept.with(key);
        } catch (IOException e) {
            // Then its key is read from the transaction again.
            LOG.log(Level.WARNING, "cannot rename " + kept.path(), e);
        }
        String where = named.path().toAbsolutePath().toString();
        LOG.log(Level.WARNING, "paid result not stored activity={0} kept={1}", kept.activity(), where);
        var failure = new TradeFailed(
                Reason.LIMIT,
                "the result is paid for, but cannot be stored (" + why.getMessage() + "): it is kept in " + where
                        + ", and stored as soon as there is room",
                why);
        activity.ifPresent(buy -> buy.failed(failure));
    }
}
