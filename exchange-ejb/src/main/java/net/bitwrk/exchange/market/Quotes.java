package net.bitwrk.exchange.market;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import net.bitwrk.exchange.bid.Market;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.money.Currency;
import net.bitwrk.protocol.money.Money;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What could be traded now, at which prices (protocol section 8, additions for market data). */
@Stateless
public class Quotes {
    /** A side of a book is cut after as many prices. */
    public static final int MAX_LEVELS = 1000;

    private static final Duration DAY = Duration.ofDays(1);

    private static final String WAITING = "state IN ('INQUEUE', 'PLACED') AND expires_ms > ?1";

    private static final String QUOTES = "SELECT m.article, m.currency,"
            + " (SELECT MAX(price) FROM bid WHERE " + ofMarket() + WAITING + " AND type = 'BUY'),"
            + " (SELECT MIN(price) FROM bid WHERE " + ofMarket() + WAITING + " AND type = 'SELL'),"
            + " (SELECT price FROM tx WHERE " + ofMarket() + Trades.PAID
            + " ORDER BY matched_ms DESC, position DESC FETCH FIRST 1 ROW ONLY),"
            + " (SELECT LEAST(SUM(price), " + Long.MAX_VALUE + ") FROM tx WHERE " + ofMarket() + Trades.PAID
            + " AND matched_ms >= ?2),"
            + " (SELECT COUNT(*) FROM tx WHERE " + ofMarket() + Trades.PAID + " AND matched_ms >= ?2)"
            + " FROM market m WHERE m.currency = ?3 AND m.article > ?4 ORDER BY m.article";

    private final EntityManager entities;
    private final Clock clock;

    protected Quotes() {
        this(null, null);
    }

    @Inject
    public Quotes(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    private static String ofMarket() {
        return "article = m.article AND currency = m.currency AND ";
    }

    /**
     * The markets of a currency in which there has ever been a bid, by article, at most {@code limit}: those behind the article
     * {@code after}, or all where that is empty.
     */
    public List<Quote> after(String after, Currency currency, int limit) {
        Query query = entities.createNativeQuery(QUOTES)
                .setParameter(1, clock.millis())
                .setParameter(2, clock.instant().minus(DAY).toEpochMilli())
                .setParameter(3, currency.name())
                .setParameter(4, after);
        return Trades.rows(query.setMaxResults(limit)).map(Quotes::quote).toList();
    }

    private static Quote quote(Object... row) {
        var currency = Currency.valueOf((String) row[1]);
        return new Quote(
                new Market(new ArticleId((String) row[0]), currency),
                money(currency, row[2]),
                money(currency, row[3]),
                money(currency, row[4]),
                money(currency, row[5]).orElse(Money.zero(currency)),
                Trades.number(row[6]));
    }

    private static Optional<Money> money(Currency currency, Object amount) {
        return Optional.ofNullable(amount).map(known -> Money.of(Trades.number(known), currency));
    }

    /** The best {@link #MAX_LEVELS} prices of each side. */
    public Book book(Market market) {
        return new Book(side(market, BidType.BUY, "DESC"), side(market, BidType.SELL, "ASC"));
    }

    private List<Level> side(Market market, BidType type, String order) {
        Query query = entities.createNativeQuery("SELECT price, COUNT(*) FROM bid WHERE " + WAITING
                        + " AND article = ?2 AND currency = ?3 AND type = ?4 GROUP BY price ORDER BY price " + order)
                .setParameter(1, clock.millis())
                .setParameter(2, market.article().text())
                .setParameter(3, market.currency().name())
                .setParameter(4, type.name());
        return Trades.rows(query.setMaxResults(MAX_LEVELS))
                .map(row -> new Level(Money.of(Trades.number(row[0]), market.currency()), Trades.number(row[1])))
                .toList();
    }
}
