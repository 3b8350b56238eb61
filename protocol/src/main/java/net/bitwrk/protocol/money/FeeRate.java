package net.bitwrk.protocol.money;

import net.bitwrk.protocol.Malformed;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * The share of the price that the buyer pays to the exchange on top of it (protocol section 6).
 *
 * @param millionths of the price, 0 to 1,000,000: 30,000 is 3 %
 */
public record FeeRate(int millionths) {
    /** Protocol section 6: 3 %. */
    public static final FeeRate STANDARD = new FeeRate(30_000);

    private static final int WHOLE = 1_000_000;

    public FeeRate {
        if (millionths < 0 || millionths > WHOLE) {
            throw new IllegalArgumentException("a fee of " + millionths + " millionths, expected 0 to 1000000");
        }
    }

    /** A rate from a text like {@code 3 %} or {@code 2.5%}; up to four decimals. */
    public static FeeRate parse(String field, String text) {
        if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,4})? ?%")) {
            throw new Malformed(field, text, "a percentage like '3 %', at most four decimals");
        }
        BigDecimal percent = new BigDecimal(text.replace("%", "").strip());
        if (percent.compareTo(BigDecimal.valueOf(100)) > 0) {
            throw new Malformed(field, text, "at most '100 %'");
        }
        return new FeeRate(percent.movePointRight(4).intValueExact());
    }

    /**
     * The fee on a price that is not negative, rounded up to the smallest unit.
     *
     * @throws IllegalArgumentException if the price is negative
     */
    public Money feeOn(Money price) {
        if (price.isNegative()) {
            throw new IllegalArgumentException("no fee on a negative price: " + price);
        }
        BigInteger exact = BigInteger.valueOf(price.amount()).multiply(BigInteger.valueOf(millionths));
        BigInteger roundedUp = new BigDecimal(exact)
                .divide(BigDecimal.valueOf(WHOLE), 0, RoundingMode.CEILING)
                .toBigIntegerExact();
        return Money.of(roundedUp.longValueExact(), price.currency());
    }
}
