package net.bitwrk.exchange.bid;

import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.money.Currency;

import java.util.Comparator;
import java.util.Objects;

/** Where bids meet: only those of the same article and currency can match. */
public record Market(ArticleId article, Currency currency) implements Comparable<Market> {
    private static final Comparator<Market> ORDER =
            Comparator.comparing(Market::article).thenComparing(Market::currency);

    public Market {
        Objects.requireNonNull(article, "article");
        Objects.requireNonNull(currency, "currency");
    }

    @Override
    public int compareTo(Market other) {
        return ORDER.compare(this, other);
    }
}
