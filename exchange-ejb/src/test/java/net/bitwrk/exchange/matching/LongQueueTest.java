package net.bitwrk.exchange.matching;

import net.bitwrk.exchange.bid.Market;
import net.bitwrk.exchange.bid.PlaceBid;
import net.bitwrk.exchange.fixture.Exchange;
import net.bitwrk.exchange.fixture.Participant;
import net.bitwrk.exchange.platform.Announcements;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidState;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.money.Currency;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** More bids in the queue of a market than one run takes. */
final class LongQueueTest {
    private static final Market MARKET = new Market(new ArticleId("foobar"), Currency.BTC);

    @AutoClose
    private final Exchange exchange = Exchange.onH2();

    private final List<Integer> runs = new ArrayList<>();
    private final Matcher matcher = new Matcher(
            new Matching(exchange.clock, exchange.openBids, exchange.transactions, exchange.ledger, new OrderBooks()) {
                @Override
                public Round run(Market market) {
                    Round round = exchange.database.transaction(() -> super.run(market));
                    runs.add(round.changed().size());
                    return round;
                }
            },
            new Announcements(),
            Runnable::run);

    private List<BidId> place(int count, String type) {
        var participant = Participant.generate();
        List<PlaceBid> commands = Stream.generate(() -> participant.bid(exchange, type, "foobar", "uBTC 1"))
                .limit(count)
                .toList();
        return exchange.database.transaction(() -> exchange.bids.place(commands)).stream()
                .map(outcome -> outcome.orThrow())
                .toList();
    }

    @Test
    void isWorkedOffRunByRunInOrder() {
        List<BidId> expired = place(Matching.MOST_BIDS, "SELL");
        exchange.clock.advance(Duration.ofSeconds(120));
        List<BidId> sells = place(Matching.MOST_BIDS - 1, "SELL");
        List<BidId> buys = place(2, "BUY");

        matcher.wake(MARKET);

        assertEquals(List.of(Matching.MOST_BIDS, 2), runs);
        assertEquals(sells.get(0), seller(buys.get(0)));
        assertEquals(sells.get(1), seller(buys.get(1)));
        assertTrue(sells.stream().skip(2).allMatch(bid -> exchange.bid(bid).state() == BidState.PLACED));
        assertTrue(expired.stream().allMatch(bid -> exchange.bid(bid).state() == BidState.INQUEUE));
    }

    private BidId seller(BidId buy) {
        return exchange.transaction(exchange.bid(buy).transaction().orElseThrow())
                .sellerBid();
    }
}
