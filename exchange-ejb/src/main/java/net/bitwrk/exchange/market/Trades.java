package net.bitwrk.exchange.market;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import net.bitwrk.exchange.bid.Market;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.money.Money;
import net.bitwrk.protocol.transaction.Phase;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What was traded at which prices (protocol section 8). A match counts once its seller has been paid, and not at all
 * where buyer and seller are one: neither what came to nothing nor what somebody sold to himself makes a price.
 */
@Stateless
public class Trades {
    /** As many as an answer has at the most (protocol section 8). */
    public static final int MAX_SLOTS = 10_000;

    /** Of the table {@code tx}; used by whoever asks for trades, so that all count the same. */
    static final String PAID =
            "state = 'RETIRED' AND phase IN ('" + Phase.FINISHED + "', '" + Phase.UNVERIFIED + "') AND buyer <> seller";

    /** Slots are counted from here: a Monday. */
    private static final Instant ORIGIN = Instant.parse("0001-01-01T00:00:00Z");

    private static final String OF_MARKET =
            " FROM tx WHERE article = ?1 AND currency = ?2 AND matched_ms >= ?3 AND matched_ms < ?4 AND " + PAID;

    private final EntityManager entities;

    protected Trades() {
        this(null);
    }

    @Inject
    public Trades(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * The trades that were matched from {@code begin} on and before {@code end}, at most {@code limit}, in that order.
     */
    public List<Trade> between(Market market, Instant begin, Instant end, int limit) {
        Query query = query(
                "SELECT id, matched_ms, price, fee, phase" + OF_MARKET + " ORDER BY matched_ms, position", market);
        query.setParameter(3, begin.toEpochMilli()).setParameter(4, end.toEpochMilli());
        return rows(query.setMaxResults(limit))
                .map(row -> new Trade(
                        new TransactionId((String) row[0]),
                        Instant.ofEpochMilli(number(row[1])),
                        money(market, row[2]),
                        money(market, row[3]),
                        Phase.valueOf((String) row[4])))
                .toList();
    }

    /**
     * The slots that touch the time from {@code begin} to before {@code end} and are not empty, in order, at most
     * {@link #MAX_SLOTS}. They are aligned to whole multiples of {@code resolution} since the year 1, and whole: the first may
     * start before {@code begin}, the last end after {@code end}.
     */
    public List<PriceSlot> prices(Market market, Instant begin, Instant end, TimeSpan resolution) {
        long length = resolution.length().toMillis();
        long first = Math.floorDiv(sinceOrigin(begin), length);
        long behind = Math.floorDiv(sinceOrigin(end) + length - 1, length);
        Query query = query(
                "SELECT slot, LEAST(SUM(price), " + Long.MAX_VALUE + "), MIN(price), MAX(price), COUNT(*) FROM ("
                        + "SELECT (matched_ms + " + sinceOrigin(Instant.EPOCH) + ") / " + length + " AS slot, price"
                        + OF_MARKET + ") counted GROUP BY slot ORDER BY slot",
                market);
        query.setParameter(3, start(first, length).toEpochMilli());
        query.setParameter(4, start(behind, length).toEpochMilli());
        return rows(query.setMaxResults(MAX_SLOTS))
                .map(row -> new PriceSlot(
                        start(number(row[0]), length),
                        start(number(row[0]) + 1, length),
                        money(market, row[1]),
                        money(market, row[2]),
                        money(market, row[3]),
                        number(row[4])))
                .toList();
    }

    private static long sinceOrigin(Instant time) {
        return Duration.between(ORIGIN, time).toMillis();
    }

    private static Instant start(long slot, long length) {
        return ORIGIN.plusMillis(slot * length);
    }

    private Query query(String sql, Market market) {
        return entities.createNativeQuery(sql)
                .setParameter(1, market.article().text())
                .setParameter(2, market.currency().name());
    }

    static Stream<Object[]> rows(Query query) {
        return ((List<?>) query.getResultList()).stream().map(row -> (Object[]) row);
    }

    static long number(Object value) {
        return ((Number) value).longValue();
    }

    private static Money money(Market market, Object amount) {
        return Money.of(number(amount), market.currency());
    }
}
