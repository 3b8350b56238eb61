package net.bitwrk.protocol.money;

import net.bitwrk.protocol.Malformed;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of money: a whole number of the currency's smallest unit (10^-8 BTC, 10^-9 of the others), never floating
 * point (protocol section 3). Sums that leave 64 bits throw {@link ArithmeticException}.
 *
 * @param amount in smallest units, may be negative
 */
public record Money(long amount, Currency currency) implements Comparable<Money> {
    /** [0-9] and not \d: digits are ASCII ones. \z and not $: nothing may follow, not even a line break. */
    private static final Pattern TEXT = Pattern.compile("([^0-9 .-]+) ?(-?)([0-9]+)(?:\\.([0-9]+))?\\z");

    private static final String WANTED = "money like 'mBTC 1.25': a unit, a number, no more decimals than the unit has";

    public Money {
        Objects.requireNonNull(currency, "currency");
    }

    public static Money of(long amount, Currency currency) {
        return new Money(amount, currency);
    }

    public static Money zero(Currency currency) {
        return new Money(0, currency);
    }

    /** @throws Malformed if {@code text} is not money; {@code field} names it there */
    public static Money parse(String field, String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new Malformed(field, text, WANTED);
        }
        Unit unit = Unit.of(parts.group(1)).orElseThrow(() -> new Malformed(field, text, WANTED));
        String whole = parts.group(3);
        String decimals = parts.group(4) == null ? "" : parts.group(4);
        if (whole.length() > unit.maxWholeDigits() || decimals.length() > unit.decimals()) {
            throw new Malformed(
                    field,
                    text,
                    "at most " + unit.maxWholeDigits() + " digits and " + unit.decimals() + " decimals in "
                            + unit.symbol());
        }
        // At most 17 digits by the limits above, so this always fits.
        long amount = Long.parseLong(whole + decimals + "0".repeat(unit.decimals() - decimals.length()));
        return new Money(parts.group(2).isEmpty() ? amount : -amount, unit.currency());
    }

    /** @throws CurrencyMismatch if the currencies differ; ArithmeticException if the sum leaves 64 bits */
    public Money plus(Money other) {
        requireSameCurrency(other);
        return new Money(Math.addExact(amount, other.amount), currency);
    }

    /** @throws CurrencyMismatch if the currencies differ; ArithmeticException if the difference leaves 64 bits */
    public Money minus(Money other) {
        requireSameCurrency(other);
        return new Money(Math.subtractExact(amount, other.amount), currency);
    }

    public Money negated() {
        return new Money(Math.negateExact(amount), currency);
    }

    public boolean isZero() {
        return amount == 0;
    }

    public boolean isNegative() {
        return amount < 0;
    }

    /** @throws CurrencyMismatch if the currencies differ */
    @Override
    public int compareTo(Money other) {
        requireSameCurrency(other);
        return Long.compare(amount, other.amount);
    }

    private void requireSameCurrency(Money other) {
        if (currency != other.currency) {
            throw new CurrencyMismatch(currency, other.currency);
        }
    }

    /** The wire form: the largest unit without a leading zero, else the smallest one; no trailing zeros. */
    @Override
    public String toString() {
        List<Unit> units = currency.choosable();
        Unit chosen = amount == 0
                ? units.get(0)
                : units.stream().filter(this::reachesOne).findFirst().orElse(units.get(units.size() - 1));
        return chosen.symbol() + " " + in(chosen).toPlainString();
    }

    private boolean reachesOne(Unit unit) {
        return in(unit).abs().compareTo(BigDecimal.ONE) >= 0;
    }

    /**
     * The exact amount in {@code unit}, without trailing zeros.
     *
     * @throws CurrencyMismatch if it is one of another currency
     */
    public BigDecimal in(Unit unit) {
        if (unit.currency() != currency) {
            throw new CurrencyMismatch(currency, unit.currency());
        }
        BigDecimal exact = BigDecimal.valueOf(amount, unit.decimals()).stripTrailingZeros();
        return exact.signum() == 0 ? BigDecimal.ZERO : exact;
    }
}
