package net.bitwrk.exchange.ledger;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import net.bitwrk.exchange.platform.ReplayOrder;
import net.bitwrk.exchange.platform.Settings;
import net.bitwrk.protocol.id.LedgerKey;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.ledger.LedgerEntryView;
import net.bitwrk.protocol.money.Currency;
import net.bitwrk.protocol.money.Money;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Moves money and shows every movement (protocol section 8). Whoever moves some locks the balances first, in one call
 * for all of them, and posts within the same database transaction.
 */
@Stateless
public class Ledger {
    private final EntityManager entities;
    private final ReplayOrder order;
    private final Settings settings;

    protected Ledger() {
        this(null, null, null);
    }

    @Inject
    public Ledger(EntityManager entities, ReplayOrder order, Settings settings) {
        this.entities = entities;
        this.order = order;
        this.settings = settings;
    }

    /**
     * Locks these accounts' balances in order of address. An account that was never seen is opened, starting capital
     * included, when it first acts.
     */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public LockedBalances lock(Collection<Address> accounts, Instant now) {
        Map<String, Balance> balances = new HashMap<>();
        List<String> addresses =
                accounts.stream().map(Address::text).distinct().sorted().toList();
        if (!addresses.isEmpty()) {
            entities.createQuery(
                            "select b from Balance b where b.address in :addresses order by b.address", Balance.class)
                    .setParameter("addresses", addresses)
                    .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                    .getResultList()
                    .forEach(balance -> balances.put(balance.address(), balance));
        }
        return new LockedBalances(
                new LedgerWriter(entities, order.begin(), now), startingCapital(), balances, addresses);
    }

    /** What an account has; one never seen has the starting capital. */
    public AccountBalance balance(Address account) {
        return find(account)
                .map(balance -> new AccountBalance(balance.available(), balance.blocked(), balance.lastEntry()))
                .orElseGet(() -> {
                    Money capital = startingCapital();
                    return new AccountBalance(capital, Money.zero(capital.currency()), Optional.empty());
                });
    }

    private Optional<Balance> find(Address account) {
        return Optional.ofNullable(entities.find(Balance.class, account.text()));
    }

    private Money startingCapital() {
        return settings.startingCapital().orElse(Money.zero(Currency.BTC));
    }

    public Optional<LedgerEntryView> entry(LedgerKey key) {
        return Optional.ofNullable(entities.find(LedgerEntry.class, key.text())).map(LedgerEntry::view);
    }

    /** Entries from {@code begin} on, in order of time, at most {@code limit}. */
    public List<LedgerEntryView> entries(Instant begin, int limit) {
        return entities
                .createQuery(
                        "select e from LedgerEntry e where e.enteredMillis >= :begin order by e.enteredMillis, e.position",
                        LedgerEntry.class)
                .setParameter("begin", begin.toEpochMilli())
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(LedgerEntry::view)
                .toList();
    }
}
