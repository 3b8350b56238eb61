package net.bitwrk.exchange.market;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import net.bitwrk.exchange.bid.Market;
import net.bitwrk.exchange.fixture.Database;
import net.bitwrk.exchange.fixture.Exchange;
import net.bitwrk.exchange.fixture.MutableClock;
import net.bitwrk.exchange.fixture.Participant;
import net.bitwrk.exchange.platform.Settings;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.money.Currency;
import net.bitwrk.protocol.money.Money;
import net.bitwrk.protocol.transaction.Phase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Prices, trades and books, of either database. */
abstract class MarketDataTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final Market FOOBAR = new Market(new ArticleId("foobar"), Currency.BTC);

    private final Database database;
    private final MutableClock clock = new MutableClock(NOON);
    private final Exchange exchange;
    private final Trades trades;
    private final Quotes quotes;
    private final Participant buyer = Participant.generate();
    private final Participant seller = Participant.generate();

    MarketDataTest(Database database) {
        this.database = database;
        exchange = new Exchange(database, clock, Settings.defaults());
        trades = new Trades(database.entities());
        quotes = new Quotes(database.entities(), clock);
    }

    static final class OnH2Test extends MarketDataTest {
        OnH2Test() {
            super(Database.h2());
        }
    }

    static final class OnPostgresqlTest extends MarketDataTest {
        OnPostgresqlTest() {
            super(postgresql());
        }

        private static Database postgresql() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofSeconds(180))
                        .start();
                return Database.at(server.getJdbcUrl("postgres", "postgres"), "postgres", () -> close(server));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void close(EmbeddedPostgres server) {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    private TransactionId match(Participant from, String price) {
        exchange.place(from.bid(exchange, "SELL", "foobar", price)).orThrow();
        var bid = exchange.place(buyer.bid(exchange, "BUY", "foobar", price)).orThrow();
        exchange.match(FOOBAR);
        return exchange.bid(bid).transaction().orElseThrow();
    }

    private TransactionId trade(Participant from, String price) {
        TransactionId id = match(from, price);
        exchange.send(buyer.message(id, Map.of("acceptresult", "on"))).orThrow();
        return id;
    }

    private List<PriceSlot> prices(Instant begin, Duration length) {
        return database.transaction(() -> trades.prices(FOOBAR, begin, begin.plus(length), TimeSpan.THREE_MINUTES));
    }

    private List<Trade> between(Instant begin, Duration length, int limit) {
        return database.transaction(() -> trades.between(FOOBAR, begin, begin.plus(length), limit));
    }

    private static Money money(String text) {
        return Money.parse("price", text);
    }

    @Test
    void pricesAreCountedInWholeSlots() {
        trade(seller, "mBTC 1");
        clock.advance(Duration.ofSeconds(179));
        trade(seller, "mBTC 3");
        clock.advance(Duration.ofSeconds(1));
        trade(seller, "uBTC 33");
        clock.advance(Duration.ofMinutes(10));
        trade(seller, "BTC 0");

        assertEquals(
                List.of(
                        new PriceSlot(
                                NOON, NOON.plusSeconds(180), money("mBTC 4"), money("mBTC 1"), money("mBTC 3"), 2),
                        new PriceSlot(
                                NOON.plusSeconds(180),
                                NOON.plusSeconds(360),
                                money("uBTC 33"),
                                money("uBTC 33"),
                                money("uBTC 33"),
                                1)),
                prices(NOON.plusSeconds(100), Duration.ofMinutes(3)),
                "the slots that touch the time asked for, whole");
        assertEquals(
                List.of(NOON, NOON.plusSeconds(180), NOON.plusSeconds(720)),
                prices(NOON, Duration.ofHours(1)).stream().map(PriceSlot::begin).toList());
    }

    @Test
    void weeksBeginOnMonday() {
        trade(seller, "mBTC 1");

        var weeks = database.transaction(() -> trades.prices(FOOBAR, NOON, NOON.plusSeconds(1), TimeSpan.WEEK));

        assertEquals(Instant.parse("2025-12-29T00:00:00Z"), weeks.get(0).begin());
    }

    @Test
    void aSumThatLeaves64BitsStaysAtTheMost() {
        trade(seller, "mBTC 1");
        database.transaction(() -> database.entities()
                .createNativeQuery("UPDATE tx SET price = " + Long.MAX_VALUE)
                .executeUpdate());
        trade(seller, "mBTC 1");

        assertEquals(
                Long.MAX_VALUE, prices(NOON, Duration.ofHours(1)).get(0).sum().amount());
    }

    @Test
    @Tag("M8")
    @DisplayName("M8: what somebody sells to himself, and what nobody has paid, makes no price")
    void onlyTradesMakeAPrice() {
        trade(buyer, "mBTC 500");
        TransactionId unpaid = match(seller, "mBTC 7");
        TransactionId disputed = match(seller, "mBTC 8");
        exchange.send(seller.message(disputed, Map.of("workerurl", "http://192.0.2.1/a")))
                .orThrow();
        exchange.send(seller.message(disputed, Map.of("rejectwork", "on"))).orThrow();
        TransactionId paid = trade(seller, "mBTC 2");

        assertEquals(
                List.of(new Trade(paid, NOON, money("mBTC 2"), money("uBTC 60"), Phase.FINISHED)),
                between(NOON, Duration.ofHours(1), 10));
        assertEquals(money("mBTC 2"), prices(NOON, Duration.ofHours(1)).get(0).max());
        assertEquals(Optional.of(money("mBTC 2")), quote().lastPrice());
        clock.advance(Duration.ofSeconds(60));
        exchange.expire();
        assertEquals(true, exchange.transaction(unpaid).retired());
        assertEquals(1, between(NOON, Duration.ofHours(1), 10).size());
    }

    @Test
    void tradesAreThoseOfTheTimeInItsOrder() {
        TransactionId first = trade(seller, "mBTC 1");
        TransactionId second = trade(seller, "mBTC 1");
        clock.advance(Duration.ofHours(1));
        trade(seller, "mBTC 1");

        assertEquals(
                List.of(first, second),
                between(NOON, Duration.ofHours(1), 10).stream().map(Trade::id).toList());
        assertEquals(1, between(NOON, Duration.ofHours(1), 1).size());
    }

    private Quote quote() {
        return database.transaction(() -> quotes.after("", Currency.BTC, 10)).get(0);
    }

    @Test
    void aQuoteTellsTheBestBidsAndTheDay() {
        trade(seller, "mBTC 1");
        clock.advance(Duration.ofHours(24));
        trade(seller, "mBTC 2");
        clock.advance(Duration.ofSeconds(1));
        trade(seller, "mBTC 4");
        exchange.place(seller.bid(exchange, "SELL", "foobar", "mBTC 9")).orThrow();
        exchange.place(seller.bid(exchange, "SELL", "foobar", "mBTC 8")).orThrow();
        exchange.place(buyer.bid(exchange, "BUY", "foobar", "mBTC 6")).orThrow();
        exchange.place(buyer.bid(exchange, "BUY", "foobar", "mBTC 7")).orThrow();

        assertEquals(
                new Quote(
                        FOOBAR,
                        Optional.of(money("mBTC 7")),
                        Optional.of(money("mBTC 8")),
                        Optional.of(money("mBTC 4")),
                        money("mBTC 6"),
                        2),
                quote());
    }

    @Test
    void bidsWhoseTimeIsOverAreInNoBook() {
        exchange.place(seller.bid(exchange, "SELL", "foobar", "mBTC 8")).orThrow();
        exchange.match(FOOBAR);
        clock.advance(Duration.ofSeconds(120));

        assertEquals(new Book(List.of(), List.of()), database.transaction(() -> quotes.book(FOOBAR)));
        assertEquals(Optional.empty(), quote().bestSell());
    }

    @Test
    void aBookCountsTheBidsOfEachPrice() {
        for (String price : List.of("mBTC 8", "mBTC 9", "mBTC 8")) {
            exchange.place(seller.bid(exchange, "SELL", "foobar", price)).orThrow();
        }
        exchange.match(FOOBAR);
        for (String price : List.of("mBTC 1", "mBTC 3")) {
            exchange.place(buyer.bid(exchange, "BUY", "foobar", price)).orThrow();
        }
        exchange.place(seller.bid(exchange, "SELL", "snafu", "mBTC 1")).orThrow();

        assertEquals(
                new Book(
                        List.of(new Level(money("mBTC 3"), 1), new Level(money("mBTC 1"), 1)),
                        List.of(new Level(money("mBTC 8"), 2), new Level(money("mBTC 9"), 1))),
                database.transaction(() -> quotes.book(FOOBAR)));
    }

    @Test
    void articlesArePagedInTheirOrder() {
        for (String article : List.of("snafu", "fnord", "foobar")) {
            exchange.place(seller.bid(exchange, "SELL", article, "mBTC 1")).orThrow();
        }
        List.of("snafu", "fnord", "foobar")
                .forEach(article -> exchange.match(new Market(new ArticleId(article), Currency.BTC)));

        var first = database.transaction(() -> quotes.after("", Currency.BTC, 2));
        var rest = database.transaction(() -> quotes.after("foobar", Currency.BTC, 2));

        assertEquals(
                List.of("fnord", "foobar"),
                first.stream().map(quote -> quote.market().article().text()).toList());
        assertEquals(1, rest.size());
        assertEquals(List.of(), database.transaction(() -> quotes.after("", Currency.EUR, 2)));
    }
}
