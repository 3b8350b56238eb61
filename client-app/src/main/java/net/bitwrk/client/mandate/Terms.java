package net.bitwrk.client.mandate;

import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.money.Money;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a user permits (protocol section 11, {@code action=permit}).
 *
 * @param price of one trade: the most that is paid, without the fee, or the least that is taken
 * @param trades how many trades; empty: any number. With neither a number nor a time the mandate is for one trade
 * @param validFor how long from now; empty: for ever
 * @param maxTotal the most that all trades together may move, the fee of buys included; empty: no such limit
 */
public record Terms(
        BidType type,
        ArticleId article,
        Money price,
        OptionalInt trades,
        Optional<Duration> validFor,
        Optional<Money> maxTotal) {
    /** @throws IllegalArgumentException if a number is not positive, or the currencies differ */
    public Terms {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(article, "article");
        require(!price.isNegative(), "price " + price + ", expected zero or more");
        require(trades.isEmpty() || trades.getAsInt() > 0, "tradesleft " + trades + ", expected a positive number");
        require(
                validFor.isEmpty() || validFor.get().compareTo(Duration.ZERO) > 0,
                "validminutes, expected a positive number");
        maxTotal.ifPresent(most -> require(
                most.currency() == price.currency() && !most.isNegative(),
                "maxtotal " + most + ", expected zero or more " + price.currency()));
        if (trades.isEmpty() && validFor.isEmpty()) {
            trades = OptionalInt.of(1);
        }
    }

    private static void require(boolean fits, String wrong) {
        if (!fits) {
            throw new IllegalArgumentException(wrong);
        }
    }
}
