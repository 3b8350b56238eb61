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
     * {@link Reason#NONCE_REFUSED}, {@link Reason#FUNDS_TOO_LOW}, {@link Reason#CURRENCY_DIFFERS}.
     */
    public List<Outcome<BidId>> place(List<PlaceBid> commands) {
        Instant now = clock.instant();
        LockedBalances balances =
                ledger.lock(commands.stream().map(PlaceBid::participant).toList(), now);
        NonceGate gate = nonces.gate(commands.stream().map(PlaceBid::nonce).toList());
        LongSupplier positions = order.begin();
        return commands.stream()
                .map(command -> gate.once(
                        command.nonce(),
                        command.document(),
                        command.signature(),
                        BidId::new,
                        () -> place(command, balances, positions, now)))
                .toList();
    }

    private Outcome<BidId> place(PlaceBid command, LockedBalances balances, LongSupplier positions, Instant now) {
        Money fee;
        Money total;
        try {
            fee = settings.fee().feeOn(command.price());
            total = command.price().plus(fee);
        } catch (ArithmeticException e) {
            return Outcome.refused(
                    Reason.VALUE_MALFORMED,
                    "price '" + command.price() + "' is too much: with its fee it leaves 64 bits");
        }
        BidId id = BidId.random(random);
        Optional<Refusal> refusal = command.type() == BidType.BUY
                ? buy(balances, Posting.bid(command.participant(), total, id))
                : sell(balances, command);
        if (refusal.isPresent()) {
            return Outcome.refused(refusal.get());
        }
        entities.persist(new Bid(id, positions.getAsLong(), command, fee, now));
        return Outcome.of(id);
    }

    private static Optional<Refusal> buy(LockedBalances balances, Posting posting) {
        Optional<Refusal> refusal = balances.refusal(posting);
        if (refusal.isEmpty()) {
            balances.post(posting);
        }
        return refusal;
    }

    /** Needs no money, but must be able to get some. */
    private static Optional<Refusal> sell(LockedBalances balances, PlaceBid command) {
        Optional<Refusal> refusal = command.price().isZero()
                ? Optional.empty()
                : balances.otherCurrency(command.participant(), command.price().currency());
        if (refusal.isEmpty()) {
            balances.open(command.participant());
        }
        return refusal;
    }

    public Optional<BidView> find(BidId id) {
        return Optional.ofNullable(entities.find(Bid.class, id.text())).map(Bid::view);
    }

    /** The document and signature that took the bid back, if its owner did. */
    public Optional<Cancellation> cancellation(BidId id) {
        return Optional.ofNullable(entities.find(Bid.class, id.text())).flatMap(Bid::cancellation);
    }
}
