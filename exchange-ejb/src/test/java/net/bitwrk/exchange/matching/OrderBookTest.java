package net.bitwrk.exchange.matching;

import net.bitwrk.exchange.bid.Market;
import net.bitwrk.exchange.bid.OpenBid;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.money.Currency;
import net.bitwrk.protocol.money.Money;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class OrderBookTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Market MARKET = new Market(new ArticleId("foobar"), Currency.BTC);

    private long position;

    private OpenBid bid(BidType type, long price, int expiresAfterSeconds) {
        return new OpenBid(
                new BidId("bid-" + ++position),
                position,
                type,
                Money.of(price, Currency.BTC),
                Money.zero(Currency.BTC),
                new Address("14S5jMMRy9PhbpyZhHgpgxU4cpkaAsChaM"),
                NOW.plusSeconds(expiresAfterSeconds),
                type == BidType.SELL);
    }

    @Test
    void expiredBidsGoWhereverTheyStand() {
        var book = new OrderBook();
        book.add(bid(BidType.BUY, 10, 200));
        book.add(bid(BidType.BUY, 5, 100));
        book.add(bid(BidType.SELL, 20, 200));
        book.add(bid(BidType.SELL, 30, 100));

        assertEquals(Optional.empty(), book.offer(bid(BidType.SELL, 15, 300), NOW.plusSeconds(100)));

        assertEquals(3, book.size(), "the heads of both sides, and the new one");
    }

    @Test
    void booksOfQuietMarketsAreSweptToo() {
        var books = new OrderBooks();
        var book = new OrderBook();
        book.add(bid(BidType.BUY, 10, 200));
        book.add(bid(BidType.SELL, 30, 100));
        books.keep(MARKET, 1, book);

        books.sweep(NOW.plusSeconds(100));
        assertEquals(1, book.size());
        books.sweep(NOW.plusSeconds(200));
        assertTrue(books.take(MARKET, 1).isEmpty(), "an empty book is kept");
    }
}
