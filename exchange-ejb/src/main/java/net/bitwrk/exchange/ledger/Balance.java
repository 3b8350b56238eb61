package net.bitwrk.exchange.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import net.bitwrk.protocol.id.LedgerKey;
import net.bitwrk.protocol.money.Currency;
import net.bitwrk.protocol.money.Money;

import java.util.Optional;

/** What an account has: the sum of its entries, kept beside them. Changed only while its row is locked. */
@Entity
@Table(name = "balance")
class Balance {
    @Id
    @Column(name = "address")
    private String address;

    @Column(name = "currency")
    private String currency;

    @Column(name = "available")
    private long available;

    @Column(name = "blocked")
    private long blocked;

    @Column(name = "sales")
    private int sales;

    @Column(name = "last_entry")
    private String lastEntry;

    protected Balance() {}

    Balance(String address, Currency currency) {
        this.address = address;
        this.currency = currency.name();
    }

    String address() {
        return address;
    }

    Currency currency() {
        return Currency.valueOf(currency);
    }

    Money available() {
        return Money.of(available, currency());
    }

    Money blocked() {
        return Money.of(blocked, currency());
    }

    Optional<LedgerKey> lastEntry() {
        return Optional.ofNullable(lastEntry).map(LedgerKey::new);
    }

    /** An account may change its currency only while it has nothing, and nothing is promised to it. */
    boolean takes(Currency wanted) {
        return currency() == wanted || available == 0 && blocked == 0 && sales == 0;
    }

    /** One more sale may bring money of this currency, which the account takes. */
    void beginSale(Currency wanted) {
        if (!takes(wanted)) {
            throw new IllegalStateException("account " + address + " holds " + currency + ", and sells for " + wanted);
        }
        currency = wanted.name();
        sales = Math.addExact(sales, 1);
    }

    void endSale() {
        if (sales == 0) {
            throw new IllegalStateException("account " + address + " sells nothing");
        }
        sales--;
    }

    /** Available money in this currency: nothing where the account holds another one. */
    Money availableIn(Currency wanted) {
        return Money.of(currency() == wanted ? available : 0, wanted);
    }

    Money blockedIn(Currency wanted) {
        return Money.of(currency() == wanted ? blocked : 0, wanted);
    }

    void moveAvailable(Money delta, LedgerKey entry) {
        become(delta);
        available = notNegative(Math.addExact(available, delta.amount()));
        lastEntry = entry.text();
    }

    void moveBlocked(Money delta, LedgerKey entry) {
        become(delta);
        blocked = notNegative(Math.addExact(blocked, delta.amount()));
        lastEntry = entry.text();
    }

    private void become(Money delta) {
        if (delta.isZero()) {
            return;
        }
        if (!takes(delta.currency())) {
            throw new IllegalStateException("account " + address + " holds " + currency + ", not " + delta.currency());
        }
        currency = delta.currency().name();
    }

    private long notNegative(long amount) {
        if (amount < 0) {
            throw new IllegalStateException("account " + address + " would go down to " + amount);
        }
        return amount;
    }
}
