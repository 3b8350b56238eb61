package net.bitwrk.protocol.money;

import net.bitwrk.protocol.Malformed;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The units in which money may be written, by size within a currency (protocol section 3). */
public enum Unit {
    BTC(Currency.BTC, 8, 9, true, "BTC"),
    MBTC(Currency.BTC, 5, 12, true, "mBTC"),
    UBTC(Currency.BTC, 2, 15, true, "uBTC"),
    /** Is read, but never chosen for output. */
    SATOSHI(Currency.BTC, 0, 17, false, "satoshi"),
    EUR(Currency.EUR, 9, 8, true, "EUR", "€"),
    USD(Currency.USD, 9, 8, true, "USD", "$"),
    BRL(Currency.BRL, 9, 8, true, "BRL", "R$"),
    GBP(Currency.GBP, 9, 8, true, "GBP", "£");

    private final Currency currency;
    private final int decimals;
    private final int maxWholeDigits;
    private final boolean choosable;
    private final List<String> symbols;

    Unit(Currency currency, int decimals, int maxWholeDigits, boolean choosable, String... symbols) {
        this.currency = currency;
        this.decimals = decimals;
        this.maxWholeDigits = maxWholeDigits;
        this.choosable = choosable;
        this.symbols = List.of(symbols);
    }

    /** The unit written so, or nothing; capitals matter. */
    static Optional<Unit> of(String symbol) {
        return Arrays.stream(values())
                .filter(unit -> unit.symbols.contains(symbol))
                .findFirst();
    }

    /** @throws Malformed if {@code text} is none; {@code field} names it there */
    public static Unit parse(String field, String text) {
        return of(text).orElseThrow(() -> new Malformed(
                field,
                text,
                "one of " + Arrays.stream(values()).map(Unit::symbol).collect(Collectors.joining(", "))));
    }

    public Currency currency() {
        return currency;
    }

    /** How many decimals an amount in this unit may have; one unit is 10^decimals of the currency's smallest. */
    public int decimals() {
        return decimals;
    }

    /** Digits allowed before the point, leading zeros counted. */
    int maxWholeDigits() {
        return maxWholeDigits;
    }

    boolean isChoosable() {
        return choosable;
    }

    /** The symbol used for output. */
    public String symbol() {
        return symbols.get(0);
    }
}
