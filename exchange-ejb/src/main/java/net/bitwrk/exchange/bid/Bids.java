package net.bitwrk.exchange.bid;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import net.bitwrk.exchange.ledger.Ledger;
import net.bitwrk.exchange.ledger.LockedBalances;
import net.bitwrk.exchange.ledger.Posting;
import net.bitwrk.exchange.nonce.NonceGate;
import net.bitwrk.exchange.nonce.Nonces;
import net.bitwrk.exchange.platform.ReplayOrder;
import net.bitwrk.exchange.platform.Settings;
import net.bitwrk.exchange.platform.SignedDocument;
import net.bitwrk.exchange.refusal.Outcome;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.exchange.refusal.Refusal;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.bid.BidView;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.money.Money;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Takes bids and shows them (protocol section 6). An accepted bid is INQUEUE; {@code matching} sees to it after the
 * commit.
 */
@Stateless
public class Bids {
    private final EntityManager entities;
    private final Clock clock;
    private final Ledger ledger;
    private final Nonces nonces;
    private final ReplayOrder order;
    private final Settings settings;
    private final SecureRandom random = new SecureRandom();

    protected Bids() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public Bids(
            EntityManager entities, Clock clock, Ledger ledger, Nonces nonces, ReplayOrder order, Settings settings) {
        this.entities = entities;
        this.clock = clock;
        this.ledger = ledger;
        this.nonces = nonces;
        this.order = order;
        this.settings = settings;
    }

    /**
     * Places bids in this order, all in one database transaction; one outcome each. Refuses with
     * {@link Reason#NONCE_REFUSED}, {@link Reason#FUNDS_TOO_LOW}, {@link Reason#CURRENCY_DIFFERS},
     * {@link Reason#VALUE_MALFORMED} for amounts that leave 64 bits, {@link Reason#TOO_MANY}.
     */
    public List<Outcome<BidId>> place(List<PlaceBid> commands) {
        Instant now = clock.instant();
        LockedBalances balances =
                ledger.lock(commands.stream().map(PlaceBid::participant).toList(), now);
        NonceGate gate = nonces.gate(commands.stream().map(PlaceBid::nonce).toList());
        OpenCounts counts = OpenCounts.of(commands, entities, settings.maxOpenBids(), now);
        var batch = new Batch(balances, counts, order.begin(), now);
        return commands.stream()
                .map(command -> gate.once(
                        command.nonce(),
                        command.document(),
                        command.signature(),
                        BidId::new,
                        () -> place(command, batch)))
                .toList();
    }

    /** What the commands of one database transaction share. */
    private record Batch(LockedBalances balances, OpenCounts counts, LongSupplier positions, Instant now) {}

    private Outcome<BidId> place(PlaceBid command, Batch batch) {
        try {
            Money fee = settings.fee().feeOn(command.price());
            Money total = command.price().plus(fee);
            return command.type() == BidType.BUY ? buy(command, fee, total, batch) : sell(command, fee, batch);
        } catch (ArithmeticException e) {
            return Outcome.refused(
                    Reason.VALUE_MALFORMED,
                    "price '" + command.price() + "' is too much: with its fee it leaves 64 bits");
        }
    }

    private Outcome<BidId> buy(PlaceBid command, Money fee, Money total, Batch batch) {
        BidId id = BidId.random(random);
        Posting posting = Posting.bid(command.participant(), total, id);
        return take(command, batch.balances().refusal(posting), batch, () -> {
            batch.balances().post(posting);
            return new Bid(id, batch.positions().getAsLong(), command, fee, false, batch.now());
        });
    }

    /**
     * Needs no money, but must be able to get some: so the account keeps its currency as long as the bid is open or its
     * transaction is active. Whoever cannot may still sell for nothing.
     */
    private Outcome<BidId> sell(PlaceBid command, Money fee, Batch batch) {
        Optional<Refusal> unpayable = batch.balances().unpayable(command.participant(), command.price());
        boolean isGift = unpayable.isPresent() && command.price().isZero();
        return take(command, isGift ? Optional.empty() : unpayable, batch, () -> {
            if (isGift) {
                batch.balances().open(command.participant());
            } else {
                batch.balances()
                        .beginSale(command.participant(), command.price().currency());
            }
            BidId id = BidId.random(random);
            return new Bid(id, batch.positions().getAsLong(), command, fee, !isGift, batch.now());
        });
    }

    private Outcome<BidId> take(PlaceBid command, Optional<Refusal> money, Batch batch, Supplier<Bid> accepted) {
        Optional<Refusal> refusal = money.or(() -> batch.counts().refusal(command.participant()));
        if (refusal.isPresent()) {
            return Outcome.refused(refusal.get());
        }
        Bid bid = accepted.get();
        batch.counts().add(command.participant());
        entities.persist(bid);
        return Outcome.of(new BidId(bid.id()));
    }

    public Optional<BidView> find(BidId id) {
        return Optional.ofNullable(entities.find(Bid.class, id.text())).map(Bid::view);
    }

    /** The document and signature that took the bid back, if its owner did. */
    public Optional<Cancellation> cancellation(BidId id) {
        return Optional.ofNullable(entities.find(Bid.class, id.text())).flatMap(Bid::cancellation);
    }

    /** The bids behind {@code position}, in replay order. */
    public List<SignedDocument> signed(long position, int limit) {
        return after("select b from Bid b where b.position > :position order by b.position", position, limit)
                .map(Bid::signed)
                .toList();
    }

    /** The cancellations behind {@code position}, in replay order. */
    public List<SignedDocument> cancelled(long position, int limit) {
        return after(
                        "select b from Bid b where b.cancelPosition > :position order by b.cancelPosition",
                        position,
                        limit)
                .map(Bid::signedCancellation)
                .toList();
    }

    private Stream<Bid> after(String query, long position, int limit) {
        return entities
                .createQuery(query, Bid.class)
                .setParameter("position", position)
                .setMaxResults(limit)
                .getResultList()
                .stream();
    }
}
