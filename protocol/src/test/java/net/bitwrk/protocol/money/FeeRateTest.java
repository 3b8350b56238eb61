package net.bitwrk.protocol.money;

import net.bitwrk.protocol.Malformed;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.util.stream.LongStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class FeeRateTest {
    static LongStream prices() {
        LongStream tens = LongStream.iterate(1, ten -> ten < Long.MAX_VALUE / 10, ten -> ten * 10)
                .flatMap(ten -> LongStream.of(ten - 1, ten, ten + 1));
        return LongStream.concat(
                LongStream.rangeClosed(0, 1000), LongStream.concat(tens, LongStream.of(Long.MAX_VALUE)));
    }

    @ParameterizedTest
    @MethodSource("prices")
    @DisplayName("M2: three per cent, rounded up")
    void takesThreePerCentRoundedUp(long price) {
        BigInteger[] exact =
                BigInteger.valueOf(price).multiply(BigInteger.valueOf(3)).divideAndRemainder(BigInteger.valueOf(100));
        long expected = exact[0].longValueExact() + (exact[1].signum() > 0 ? 1 : 0);
        assertEquals(
                expected, FeeRate.STANDARD.feeOn(Money.of(price, Currency.BTC)).amount());
    }

    @Test
    void readsPercentages() {
        assertEquals(FeeRate.STANDARD, FeeRate.parse("fee", "3 %"));
        assertEquals(new FeeRate(25_000), FeeRate.parse("fee", "2.5%"));
        assertEquals(new FeeRate(0), FeeRate.parse("fee", "0%"));
        assertEquals(new FeeRate(1_000_000), FeeRate.parse("fee", "100 %"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "-1 %", "101 %", "3,5 %", "0.00001 %", "three %"})
    void refusesWhatIsNoPercentage(String text) {
        assertThrows(Malformed.class, () -> FeeRate.parse("fee", text));
    }
}
