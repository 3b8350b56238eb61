package net.bitwrk.exchange.deposit;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import net.bitwrk.exchange.ledger.Ledger;
import net.bitwrk.exchange.ledger.LockedBalances;
import net.bitwrk.exchange.ledger.Posting;
import net.bitwrk.exchange.nonce.NonceGate;
import net.bitwrk.exchange.nonce.Nonces;
import net.bitwrk.exchange.platform.ReplayOrder;
import net.bitwrk.exchange.platform.SignedDocument;
import net.bitwrk.exchange.refusal.Outcome;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.exchange.refusal.Refusal;
import net.bitwrk.protocol.deposit.DepositView;
import net.bitwrk.protocol.id.DepositUid;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Stores the trusted account's deposits: the same uid moves money once. */
@Stateless
public class Deposits {
    private final EntityManager entities;
    private final Clock clock;
    private final Ledger ledger;
    private final Nonces nonces;
    private final ReplayOrder order;

    protected Deposits() {
        this(null, null, null, null, null);
    }

    @Inject
    public Deposits(EntityManager entities, Clock clock, Ledger ledger, Nonces nonces, ReplayOrder order) {
        this.entities = entities;
        this.clock = clock;
        this.ledger = ledger;
        this.nonces = nonces;
        this.order = order;
    }

    /**
     * Stores deposits in this order, all in one database transaction; one outcome each. Refuses with
     * {@link Reason#NONCE_REFUSED}, {@link Reason#FUNDS_TOO_LOW}, {@link Reason#CURRENCY_DIFFERS},
     * {@link Reason#DEPOSIT_DIFFERS}.
     */
    public List<Outcome<DepositUid>> store(List<StoreDeposit> commands) {
        Instant now = clock.instant();
        LockedBalances balances =
                ledger.lock(commands.stream().map(StoreDeposit::account).toList(), now);
        NonceGate gate = nonces.gate(commands.stream().map(StoreDeposit::nonce).toList());
        LongSupplier positions = order.begin();
        return commands.stream()
                .map(command -> gate.once(
                        command.nonce(),
                        command.document(),
                        command.signature(),
                        DepositUid::new,
                        () -> store(command, balances, positions, now)))
                .toList();
    }

    private Outcome<DepositUid> store(
            StoreDeposit command, LockedBalances balances, LongSupplier positions, Instant now) {
        Deposit stored = entities.find(Deposit.class, command.uid().text());
        if (stored != null && stored.isSame(command)) {
            return Outcome.of(command.uid());
        }
        var posting = Posting.deposit(command.account(), command.amount(), command.uid());
        Optional<Refusal> refusal = balances.refusal(posting);
        if (refusal.isPresent()) {
            return Outcome.refused(refusal.get());
        }
        if (stored != null) {
            return Outcome.refused(
                    Reason.DEPOSIT_DIFFERS,
                    "uid '" + command.uid() + "' was used before, for a deposit of other content");
        }
        balances.post(posting);
        entities.persist(new Deposit(command, positions.getAsLong(), now));
        return Outcome.of(command.uid());
    }

    /** The deposits behind {@code position}, in replay order. */
    public List<SignedDocument> signed(long position, int limit) {
        return entities
                .createQuery("select d from Deposit d where d.position > :position order by d.position", Deposit.class)
                .setParameter("position", position)
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(Deposit::signed)
                .toList();
    }

    public Optional<DepositView> find(DepositUid uid) {
        return Optional.ofNullable(entities.find(Deposit.class, uid.text())).map(Deposit::view);
    }
}
