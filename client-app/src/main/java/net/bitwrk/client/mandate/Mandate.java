package net.bitwrk.client.mandate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.money.FeeRate;
import net.bitwrk.protocol.money.Money;

import java.time.Instant;
import java.util.Optional;

/**
 * A mandate and what is left of it.
 *
 * @param usesTradesLeft whether {@code tradesLeft} counts
 * @param usesUntil whether {@code until} counts
 * @param maxTotal the most that all trades together may move
 * @param committed what the trades so far have moved, or may still move
 */
public record Mandate(
        long key,
        BidType type,
        ArticleId article,
        Money price,
        boolean usesTradesLeft,
        int tradesLeft,
        boolean usesUntil,
        Instant until,
        Optional<Money> maxTotal,
        Money committed) {

    static Mandate of(long key, Terms terms, Instant now) {
        return new Mandate(
                key,
                terms.type(),
                terms.article(),
                terms.price(),
                terms.trades().isPresent(),
                terms.trades().orElse(1),
                terms.validFor().isPresent(),
                terms.validFor().map(now::plus).orElse(now),
                terms.maxTotal(),
                Money.zero(terms.price().currency()));
    }

    /** What one trade may move at most: the price, for a buy with the exchange's usual fee. */
    Money perTrade() {
        return type == BidType.BUY ? price.plus(FeeRate.STANDARD.feeOn(price)) : price;
    }

    boolean isOver(Instant now) {
        return usesUntil && !now.isBefore(until);
    }

    boolean permitsOneMore(Instant now) {
        return !isOver(now)
                && (!usesTradesLeft || tradesLeft > 0)
                && maxTotal.map(most -> committed.plus(perTrade()).compareTo(most) <= 0)
                        .orElse(true);
    }

    Mandate withTradesAndCommitted(int trades, Money money) {
        return new Mandate(key, type, article, price, usesTradesLeft, trades, usesUntil, until, maxTotal, money);
    }

    /** One element of {@code /mandates} (vectors/client-json-shapes.json); {@code MaxTotal} only where there is one. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("Key", key);
        ObjectNode info = json.putObject("Info");
        info.put("Type", type.ordinal());
        info.put("Article", article.text());
        info.put("Price", price.toString());
        info.put("UseTradesLeft", usesTradesLeft);
        info.put("TradesLeft", tradesLeft);
        info.put("UseUntil", usesUntil);
        info.put("Until", until.toString());
        maxTotal.ifPresent(most -> {
            info.put("MaxTotal", most.toString());
            info.put("Committed", committed.toString());
        });
        return json;
    }
}
