package net.bitwrk.exchange.ledger;

import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.exchange.refusal.Refusal;
import net.bitwrk.protocol.id.LedgerKey;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.money.Currency;
import net.bitwrk.protocol.money.Money;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The balances that one database transaction has locked, and the only way to change them. Lives as long as that
 * transaction; made by {@link Ledger#lock}.
 */
public final class LockedBalances {
    private final LedgerWriter writer;
    private final Money capital;
    private final Map<String, Balance> balances;
    private final Set<String> unopened = new HashSet<>();

    LockedBalances(LedgerWriter writer, Money capital, Map<String, Balance> balances, Collection<String> addresses) {
        this.writer = writer;
        this.capital = capital;
        this.balances = balances;
        for (String address : addresses) {
            if (balances.putIfAbsent(address, new Balance(address, capital.currency())) == null) {
                unopened.add(address);
            }
        }
    }

    /** Why this posting is not possible, as things stand in this transaction; changes nothing. */
    public Optional<Refusal> refusal(Posting posting) {
        Balance available = balance(posting.availableAccount());
        Balance blocked = balance(posting.blockedAccount());
        Currency currency = posting.available().currency();
        try {
            Money left = available(available, currency).plus(posting.available());
            Money blockedLeft = blocked.blockedIn(currency).plus(posting.blocked());
            if (left.isNegative() || blockedLeft.isNegative()) {
                return Optional.of(tooLow(available, posting.available().negated()));
            }
            // What is blocked may become available: both together must fit, or it could not be given back.
            left.plus(available == blocked ? blockedLeft : available.blockedIn(currency));
        } catch (ArithmeticException e) {
            return Optional.of(tooMuch(posting.availableAccount(), posting.available()));
        }
        return wrongMoney(posting.availableAccount(), posting.available())
                .or(() -> wrongMoney(posting.blockedAccount(), posting.blocked()));
    }

    /** What moves nothing is in nobody's way: else a bid of 0 could not be given back once other money has come. */
    private Optional<Refusal> wrongMoney(Address account, Money delta) {
        return delta.isZero() ? Optional.empty() : otherCurrency(account, delta.currency());
    }

    private static Refusal tooMuch(Address account, Money amount) {
        return new Refusal(
                Reason.VALUE_MALFORMED, "amount '" + amount + "' is more than account " + account + " can hold");
    }

    private Refusal tooLow(Balance balance, Money needed) {
        Money held = available(balance, balance.currency());
        return new Refusal(
                Reason.FUNDS_TOO_LOW,
                "account " + balance.address() + " has " + held + " available, needed are " + needed);
    }

    /** Why the account cannot get money of this currency: it holds some of another one, or sells for it. */
    private Optional<Refusal> otherCurrency(Address account, Currency currency) {
        Balance balance = balance(account);
        boolean hasCapital = unopened.contains(balance.address()) && !capital.isZero();
        if (balance.currency() == currency || !hasCapital && balance.takes(currency)) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                Reason.CURRENCY_DIFFERS,
                "account " + account + " holds or sells for money in " + balance.currency() + ", none in " + currency
                        + " can come before that is gone"));
    }

    /** Why a seller could not be paid this price; changes nothing. */
    public Optional<Refusal> unpayable(Address seller, Money price) {
        return otherCurrency(seller, price.currency()).or(() -> {
            Balance balance = balance(seller);
            try {
                available(balance, price.currency())
                        .plus(balance.blockedIn(price.currency()))
                        .plus(price);
                return Optional.empty();
            } catch (ArithmeticException e) {
                return Optional.of(tooMuch(seller, price));
            }
        });
    }

    /**
     * Opens the account if it was never seen, and keeps it in this currency until {@link #endSale}: what it may be paid,
     * it will be able to take.
     *
     * @throws IllegalStateException where {@link #unpayable} would tell why
     */
    public void beginSale(Address seller, Currency currency) {
        open(seller);
        balance(seller).beginSale(currency);
    }

    public void endSale(Address seller) {
        balance(seller).endSale();
    }

    /** What can be spent; an account not yet opened has the starting capital. */
    private Money available(Balance balance, Currency currency) {
        boolean hasCapital = unopened.contains(balance.address()) && capital.currency() == currency;
        return hasCapital ? capital : balance.availableIn(currency);
    }

    /** Opens the account if it was never seen: it acts, whether or not money moves. */
    public void open(Address account) {
        Balance balance = balance(account);
        if (unopened.remove(balance.address())) {
            writer.open(balance);
            if (!capital.isZero()) {
                writer.write(Posting.startingCapital(account, capital), balance, balance);
            }
        }
    }

    /**
     * Writes the entry and changes the balances.
     *
     * @throws IllegalStateException where {@link #refusal} would tell one
     */
    public LedgerKey post(Posting posting) {
        refusal(posting).ifPresent(refusal -> {
            throw new IllegalStateException(refusal.text());
        });
        open(posting.availableAccount());
        open(posting.blockedAccount());
        return writer.write(posting, balance(posting.availableAccount()), balance(posting.blockedAccount()));
    }

    private Balance balance(Address account) {
        Balance balance = balances.get(account.text());
        if (balance == null) {
            throw new IllegalStateException("the balance of " + account + " is not locked");
        }
        return balance;
    }
}
