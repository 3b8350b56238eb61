package net.bitwrk.client.exchange;

import net.bitwrk.protocol.bid.BidState;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.bid.BidView;
import net.bitwrk.protocol.document.Document;
import net.bitwrk.protocol.document.Form;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.identity.Signature;
import net.bitwrk.protocol.identity.SignatureVerifier;
import net.bitwrk.protocol.money.FeeRate;
import net.bitwrk.protocol.money.Money;
import net.bitwrk.protocol.transaction.Phase;
import net.bitwrk.protocol.transaction.TransactionMessage;
import net.bitwrk.protocol.transaction.TransactionView;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * An exchange in memory for tests: checks every signature, keeps to the contract's table, matches at once, books money.
 * Bids expire and transactions time out only when a test says so. Thread-safe; {@link ScriptedExchangeServer} puts it on
 * the network.
 */
public final class ScriptedExchange {
    private static final Instant NOW = Instant.parse("2026-11-24T19:00:00Z");

    /** A refusal: status and reason. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final int status;

        Refusal(int status, String reason) {
            super(reason);
            this.status = status;
        }
    }

    private final Set<String> nonces = new HashSet<>();
    private final Map<String, BidView> bids = new LinkedHashMap<>();
    private final Map<String, String> bidsByForm = new HashMap<>();
    private final Map<String, TransactionView> transactions = new LinkedHashMap<>();
    private final Revisions revisions = new Revisions();
    private final ScriptedAccounts accounts = new ScriptedAccounts();
    private final List<String> documents = new ArrayList<>();
    private UnaryOperator<TransactionView> forgery = UnaryOperator.identity();

    synchronized String nonce() {
        String nonce = UUID.randomUUID().toString().replace("-", "");
        nonces.add(nonce);
        return nonce;
    }

    /** As one that was set up anew. */
    synchronized void forgetNonces() {
        nonces.clear();
    }

    private void use(String nonce) {
        if (!nonces.remove(nonce)) {
            throw new Refusal(403, "nonce '" + nonce + "' is not ours or was used");
        }
    }

    synchronized String place(Form form) {
        String known = bidsByForm.get(form.toString());
        if (known != null) {
            return known;
        }
        use(form.required("nonce"));
        Address by = Address.parse("address", form.required("address"));
        Document document = Document.bid(
                form.required("article"),
                form.required("type"),
                form.required("price"),
                by.text(),
                form.required("nonce"));
        check(by, document, form.required("signature"));
        BidType type = BidType.parse("type", form.required("type"));
        Money price = Money.parse("price", form.required("price"));
        Money fee = FeeRate.STANDARD.feeOn(price);
        if (type == BidType.BUY) {
            accounts.block(by, price.plus(fee));
        }
        String id = "bid-" + (bids.size() + 1);
        bids.put(
                id,
                new BidView(
                        type,
                        BidState.PLACED,
                        form.required("article"),
                        price,
                        fee,
                        by.text(),
                        document.text(),
                        form.required("signature"),
                        NOW,
                        NOW.plusSeconds(120),
                        Optional.empty(),
                        Optional.empty()));
        bidsByForm.put(form.toString(), id);
        documents.add(document.text());
        revisions.changed(id);
        match(id);
        return id;
    }

    private void check(Address by, Document document, String signature) {
        boolean valid =
                SignatureVerifier.fastest().verify(by, document.text(), Signature.parse("signature", signature));
        if (!valid) {
            throw new Refusal(403, "signature is not by " + by + " over " + document.text());
        }
    }

    private void match(String newer) {
        BidView mine = bids.get(newer);
        bids.entrySet().stream()
                .filter(other -> other.getValue().state() == BidState.PLACED
                        && other.getValue().type() == mine.type().other()
                        && other.getValue().article().equals(mine.article())
                        && fits(mine, other.getValue()))
                .map(Map.Entry::getKey)
                .findFirst()
                .ifPresent(older -> contract(older, newer));
    }

    private static boolean fits(BidView one, BidView other) {
        BidView buy = one.type() == BidType.BUY ? one : other;
        BidView sell = one.type() == BidType.BUY ? other : one;
        return buy.price().compareTo(sell.price()) >= 0;
    }

    private void contract(String older, String newer) {
        String id = "tx-" + (transactions.size() + 1);
        String buy = bids.get(older).type() == BidType.BUY ? older : newer;
        String sell = buy.equals(older) ? newer : older;
        BidView set = bids.get(older);
        Address buyer = new Address(bids.get(buy).participant());
        accounts.release(
                buyer,
                bids.get(buy)
                        .price()
                        .plus(bids.get(buy).fee())
                        .minus(set.price().plus(set.fee())));
        transactions.put(
                id,
                new TransactionView(
                        0,
                        new BidId(buy),
                        new BidId(sell),
                        buyer.text(),
                        bids.get(sell).participant(),
                        set.article(),
                        set.price(),
                        set.fee(),
                        NOW,
                        false,
                        Phase.ESTABLISHING,
                        NOW.plusSeconds(60),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        revisions.changed(id);
        end(buy, BidState.MATCHED, Optional.of(new TransactionId(id)));
        end(sell, BidState.MATCHED, Optional.of(new TransactionId(id)));
    }

    private void end(String id, BidState state, Optional<TransactionId> transaction) {
        BidView bid = bids.get(id);
        bids.put(
                id,
                new BidView(
                        bid.type(),
                        state,
                        bid.article(),
                        bid.price(),
                        bid.fee(),
                        bid.participant(),
                        bid.document(),
                        bid.signature(),
                        bid.created(),
                        bid.expires(),
                        transaction.map(match -> NOW),
                        transaction));
        revisions.changed(id);
    }

    /** The bid ends without a match: by its time, or taken back. */
    public synchronized void expire(String id, BidState state) {
        BidView bid = bid(id);
        if (bid.state() != BidState.PLACED) {
            throw new Refusal(409, "bid " + id + " is not open");
        }
        if (bid.type() == BidType.BUY) {
            accounts.release(new Address(bid.participant()), bid.price().plus(bid.fee()));
        }
        end(id, state, Optional.empty());
    }

    synchronized void cancel(String id, Form form) {
        use(form.required("nonce"));
        Address by = Address.parse("address", form.required("address"));
        check(by, Document.cancellation(by.text(), id, form.required("nonce")), form.required("signature"));
        expire(id, BidState.CANCELLED);
    }

    synchronized void say(String id, Form form) {
        TransactionView view = transaction(id);
        Address by = Address.parse("address", form.required("address"));
        Map<String, String> arguments = form.without("signature", "address", "txid");
        Document document = Document.transactionMessage(id, arguments);
        check(by, document, form.required("signature"));
        TransactionView next = ScriptedContract.after(view, by, TransactionMessage.parse(arguments));
        transactions.put(id, next);
        documents.add(document.text());
        revisions.changed(id);
        if (next.phase().retires()) {
            retire(id);
        }
    }

    /** The transaction ends: by a message, or, when a test says so, by its time-out. */
    public synchronized void retire(String id) {
        TransactionView view = transaction(id);
        accounts.settle(view);
        transactions.put(id, ScriptedContract.retired(view));
        revisions.changed(id);
    }

    /** Shows transactions otherwise than they are, as a hostile exchange could. */
    public synchronized void forge(UnaryOperator<TransactionView> other) {
        forgery = other;
        List.copyOf(transactions.keySet()).forEach(revisions::changed);
    }

    synchronized TransactionView shown(String id) {
        return forgery.apply(transaction(id));
    }

    public synchronized TransactionView transaction(String id) {
        return Optional.ofNullable(transactions.get(id))
                .orElseThrow(() -> new Refusal(404, "no transaction '" + id + "'"));
    }

    public synchronized BidView bid(String id) {
        return Optional.ofNullable(bids.get(id)).orElseThrow(() -> new Refusal(404, "no bid '" + id + "'"));
    }

    public synchronized int bidCount() {
        return bids.size();
    }

    public synchronized int transactionCount() {
        return transactions.size();
    }

    /** What was signed and accepted, in order. */
    public synchronized List<String> documents() {
        return List.copyOf(documents);
    }

    public synchronized Money available(Address owner) {
        return accounts.available(owner);
    }

    public synchronized Money blocked(Address owner) {
        return accounts.blocked(owner);
    }

    /** All money there is, fees included, less the starting capital: always zero. */
    public synchronized Money surplus() {
        return accounts.surplus();
    }

    /** See {@link Revisions#tag}. */
    String tag(String id, String known, long waitMillis) throws InterruptedException {
        return revisions.tag(id, known, waitMillis);
    }
}
