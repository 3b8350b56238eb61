package net.bitwrk.exchange.simulation;

import net.bitwrk.exchange.simulation.ModelBid.Wish;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The exchange as simply as it can be said: one command after the other, every rule by looking at everything. */
final class Model {
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private record Use(String fingerprint, Verdict verdict) {}

    private record Deposit(int type, String account, String currency, long amount, String reference) {}

    final ModelLedger ledger;
    final Map<String, ModelBid> bids = new LinkedHashMap<>();
    final Set<ModelBid> open = new LinkedHashSet<>();
    final Map<String, ModelTransaction> transactions = new LinkedHashMap<>();
    final Set<ModelTransaction> active = new LinkedHashSet<>();
    /** Sales whose seller could not hold the money, so that the buyer got it back. */
    int lastResorts;

    private final int maxOpenBids;
    private final Map<String, Use> nonces = new HashMap<>();
    private final Map<String, Deposit> deposits = new HashMap<>();

    Model(long capital, int maxOpenBids) {
        this.ledger = new ModelLedger(capital, this::sellsFor);
        this.maxOpenBids = maxOpenBids;
    }

    private Stream<ModelBid> sales(String seller) {
        return Stream.concat(open.stream(), active.stream().map(one -> one.sell))
                .filter(bid -> bid.isPayable && bid.wish.participant().equals(seller));
    }

    private String sellsFor(String seller) {
        List<String> currencies =
                sales(seller).map(bid -> bid.wish.currency()).distinct().toList();
        if (currencies.size() > 1) {
            throw new AssertionError(seller + " sells for " + currencies);
        }
        return currencies.isEmpty() ? "" : currencies.get(0);
    }

    /** How many open bids and active transactions may still pay this seller. */
    long countSales(String seller) {
        return sales(seller).count();
    }

    /** A signed document takes effect once: sent again it gives the same, and its nonce is good for nothing else. */
    Verdict once(String nonce, String fingerprint, java.util.function.Supplier<Verdict> effect) {
        Use before = nonces.get(nonce);
        if (before != null) {
            boolean isSame = before.fingerprint.equals(fingerprint) && before.verdict.isAccepted();
            return isSame ? before.verdict : Verdict.refused("NONCE_REFUSED");
        }
        Verdict verdict = effect.get();
        nonces.put(nonce, new Use(fingerprint, verdict));
        return verdict;
    }

    /** @param id that the real exchange has given, should the bid be accepted */
    Verdict place(Wish wish, String id, long now) {
        // 3 %, rounded up.
        BigInteger fee = BigInteger.valueOf(wish.price())
                .multiply(BigInteger.valueOf(3))
                .add(BigInteger.valueOf(99))
                .divide(BigInteger.valueOf(100));
        BigInteger total = fee.add(BigInteger.valueOf(wish.price()));
        if (total.compareTo(LONG_MAX) > 0) {
            return Verdict.refused("VALUE_MALFORMED");
        }
        var blocking = ModelEntry.inside("BID", wish.currency(), wish.participant(), -total.longValueExact(), id);
        String refusal = wish.isBuy()
                ? ledger.refusal(blocking)
                : ledger.unpayable(wish.participant(), wish.currency(), wish.price());
        boolean isGift = !wish.isBuy() && wish.price() == 0;
        if (!refusal.isEmpty() && !isGift) {
            return Verdict.refused(refusal);
        }
        long others = open.stream()
                .filter(bid -> bid.wish.participant().equals(wish.participant()) && now < bid.expires())
                .count();
        if (others >= maxOpenBids) {
            return Verdict.refused("TOO_MANY");
        }
        if (wish.isBuy()) {
            ledger.post(blocking);
        }
        ledger.open(wish.participant());
        var bid = new ModelBid(id, wish, fee.longValueExact(), now, bids.size());
        bid.isPayable = !wish.isBuy() && refusal.isEmpty();
        bids.put(id, bid);
        open.add(bid);
        return Verdict.accepted(id);
    }

    Verdict cancel(String id, String participant, long now) {
        ModelBid bid = bids.get(id);
        if (bid == null) {
            return Verdict.refused("OBJECT_UNKNOWN");
        }
        if (!bid.wish.participant().equals(participant)) {
            return Verdict.refused("SENDER_WRONG");
        }
        if (!bid.isOpen() || now >= bid.expires()) {
            return Verdict.refused("BID_CLOSED");
        }
        close(bid, "CANCELLED");
        return Verdict.accepted(id);
    }

    private void close(ModelBid bid, String state) {
        if (bid.wish.isBuy()) {
            ledger.post(ModelEntry.inside(
                    "BID_REIMBURSE", bid.wish.currency(), bid.wish.participant(), bid.total(), bid.id));
        }
        bid.state = state;
        open.remove(bid);
    }

    /** Sees to the queue of one market; the transactions have no id yet, and their money is not yet released. */
    List<ModelTransaction> match(String article, String currency, long now) {
        List<ModelTransaction> made = new ArrayList<>();
        for (ModelBid bid : List.copyOf(open)) {
            boolean isNext = bid.state.equals("INQUEUE")
                    && bid.wish.article().equals(article)
                    && bid.wish.currency().equals(currency)
                    && now < bid.expires();
            if (isNext) {
                best(bid, now)
                        .map(other -> match(bid, other, now))
                        .ifPresentOrElse(made::add, () -> bid.state = "PLACED");
            }
        }
        return made;
    }

    private Optional<ModelBid> best(ModelBid bid, long now) {
        ModelBid best = null;
        for (ModelBid other : open) {
            if (bid.meets(other, now) && (best == null || other.goesBefore(best))) {
                best = other;
            }
        }
        return Optional.ofNullable(best);
    }

    private ModelTransaction match(ModelBid bid, ModelBid other, long now) {
        for (ModelBid one : List.of(bid, other)) {
            one.state = "MATCHED";
            open.remove(one);
        }
        return bid.wish.isBuy() ? new ModelTransaction("", bid, other, now) : new ModelTransaction("", other, bid, now);
    }

    /** Gives a new transaction the id that the real exchange has given, and the buyer what it bid too much. */
    void establish(ModelTransaction transaction, String id) {
        transaction.id = id;
        transactions.put(id, transaction);
        active.add(transaction);
        long difference = transaction.buy.total() - transaction.total();
        if (difference != 0) {
            ledger.post(ModelEntry.inside("TRANSACTION", transaction.currency(), transaction.buyer(), difference, id));
        }
    }

    Verdict say(String id, String sender, Map<String, String> message, long now) {
        if (!Proofs.isWellFormed(message)) {
            return Verdict.refused("VALUE_MALFORMED");
        }
        ModelTransaction transaction = transactions.get(id);
        if (transaction == null) {
            return Verdict.refused("OBJECT_UNKNOWN");
        }
        boolean isBuyers = ContractRows.party(message).orElseThrow().equals("buyer");
        if (!sender.equals(isBuyers ? transaction.buyer() : transaction.seller())) {
            return Verdict.refused("SENDER_WRONG");
        }
        if (!Proofs.hold(message, transaction)) {
            return Verdict.refused("SECRET_WRONG");
        }
        Optional<String> next = ContractRows.next(transaction.phase, message);
        if (transaction.isRetired || next.isEmpty()) {
            return Verdict.refused("WRONG_PHASE");
        }
        if (now >= transaction.timeout) {
            return Verdict.refused("TIMED_OUT");
        }
        return move(transaction, next.get(), message, now);
    }

    private Verdict move(ModelTransaction transaction, String phase, Map<String, String> message, long now) {
        if (ContractRows.retires(phase)) {
            String refusal = ledger.refusal(transaction.settlement(phase));
            if (!refusal.isEmpty()) {
                return Verdict.refused(refusal);
            }
            transaction.timeout = now;
        }
        transaction.timeout += ContractRows.grantedMillis(phase);
        transaction.due = transaction.timeout;
        transaction.phase = phase;
        transaction.revision++;
        transaction.published.putAll(message);
        if (ContractRows.retires(phase)) {
            retire(transaction, transaction.settlement(transaction.phase));
        }
        return Verdict.accepted(transaction.id);
    }

    private void retire(ModelTransaction transaction, ModelEntry settlement) {
        ledger.post(settlement);
        transaction.isRetired = true;
        transaction.revision++;
        active.remove(transaction);
    }

    Verdict deposit(int type, String account, String currency, long amount, String uid, String reference) {
        var wanted = new Deposit(type, account, currency, amount, reference);
        Deposit stored = deposits.get(uid);
        if (wanted.equals(stored)) {
            return Verdict.accepted(uid);
        }
        var entry = ModelEntry.outside(currency, account, amount, uid);
        String refusal = ledger.refusal(entry);
        if (!refusal.isEmpty()) {
            return Verdict.refused(refusal);
        }
        if (stored != null) {
            return Verdict.refused("DEPOSIT_DIFFERS");
        }
        ledger.post(entry);
        deposits.put(uid, wanted);
        return Verdict.accepted(uid);
    }

    /** The time of this bid is over. */
    void expire(ModelBid bid) {
        close(bid, "EXPIRED");
    }

    /** The time of this transaction is over: it is settled, or, where its seller cannot hold the price, undone. */
    void expire(ModelTransaction transaction) {
        ModelEntry settlement = transaction.settlement(transaction.phase);
        switch (ledger.refusal(settlement)) {
            case "" -> retire(transaction, settlement);
            case "VALUE_MALFORMED" -> {
                lastResorts++;
                retire(transaction, transaction.reimbursement());
            }
            default -> throw new AssertionError("cannot be settled: " + ledger.refusal(settlement));
        }
    }
}
