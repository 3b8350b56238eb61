package net.bitwrk.exchange.bid;

import net.bitwrk.exchange.fixture.Exchange;
import net.bitwrk.exchange.fixture.Participant;
import net.bitwrk.exchange.refusal.Outcome;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.protocol.bid.BidState;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.ledger.LedgerEntryType;
import net.bitwrk.protocol.ledger.LedgerEntryView;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class BidsTest {
    @AutoClose
    private final Exchange exchange = Exchange.onH2();

    private final Participant buyer = Participant.generate();
    private final Participant seller = Participant.generate();

    @Test
    void anAcceptedBuyBlocksPriceAndFee() {
        BidId bid =
                exchange.place(buyer.bid(exchange, "BUY", "foobar", "mBTC 2")).orThrow();

        assertEquals(BidState.INQUEUE, exchange.bid(bid).state());
        assertEquals(
                "mBTC 997.94", exchange.account(buyer.address()).available().toString());
        assertEquals("mBTC 2.06", exchange.account(buyer.address()).blocked().toString());
        assertEquals(List.of(LedgerEntryType.DEPOSIT, LedgerEntryType.BID), types());
    }

    @Test
    void aRefusedBidChangesNothingButItsNonce() {
        PlaceBid command = buyer.bid(exchange, "BUY", "foobar", "BTC 1");

        assertEquals(Reason.FUNDS_TOO_LOW, reason(exchange.place(command)));
        assertEquals(Reason.NONCE_REFUSED, reason(exchange.place(command)));
        assertEquals(List.of(), exchange.entries());
        assertEquals("BTC 1", exchange.account(buyer.address()).available().toString());
    }

    @Test
    void theSameSignedBidAgainIsTheSameBid() {
        PlaceBid command = buyer.bid(exchange, "BUY", "foobar", "mBTC 2");
        BidId bid = exchange.place(command).orThrow();

        assertEquals(bid, exchange.place(command).orThrow());
        assertEquals(2, exchange.entries().size());
    }

    @Test
    void anExpiredBidGivesAllBack() {
        BidId bid =
                exchange.place(buyer.bid(exchange, "BUY", "foobar", "mBTC 2")).orThrow();
        exchange.clock.advance(Duration.ofSeconds(120).minusMillis(1));
        assertEquals(0, exchange.expire());
        exchange.clock.advance(Duration.ofMillis(1));

        assertEquals(1, exchange.expire());
        assertEquals(0, exchange.expire());
        assertEquals(BidState.EXPIRED, exchange.bid(bid).state());
        assertEquals("BTC 1", exchange.account(buyer.address()).available().toString());
    }

    @Test
    void anOwnerTakesABidBack() {
        BidId bid =
                exchange.place(buyer.bid(exchange, "BUY", "foobar", "mBTC 2")).orThrow();

        assertEquals(Reason.SENDER_WRONG, reason(exchange.cancel(seller.cancel(exchange, bid))));
        assertTrue(exchange.cancel(buyer.cancel(exchange, bid)).isAccepted());
        assertEquals(BidState.CANCELLED, exchange.bid(bid).state());
        assertEquals("BTC 1", exchange.account(buyer.address()).available().toString());
        assertEquals(Reason.BID_CLOSED, reason(exchange.cancel(buyer.cancel(exchange, bid))));
    }

    @Test
    void aRefusedCancellationLeavesTheMarketAsItIs() {
        PlaceBid command = seller.bid(exchange, "SELL", "foobar", "mBTC 2");
        BidId bid = exchange.place(command).orThrow();
        exchange.match(command.market());
        long before = exchange.database.transaction(() -> exchange.openBids.lock(command.market()));

        assertEquals(Reason.SENDER_WRONG, reason(exchange.cancel(buyer.cancel(exchange, bid))));
        assertEquals(before, exchange.database.transaction(() -> exchange.openBids.lock(command.market())));
        exchange.cancel(seller.cancel(exchange, bid)).orThrow();
        assertEquals(before + 1, exchange.database.transaction(() -> exchange.openBids.lock(command.market())));
    }

    @Test
    void takesOnlySoManyOpenBidsOfAParticipant() {
        for (int i = 0; i < exchange.settings.maxOpenBids(); i++) {
            exchange.place(seller.bid(exchange, "SELL", "foobar", "BTC 0")).orThrow();
        }
        assertEquals(Reason.TOO_MANY, reason(exchange.place(seller.bid(exchange, "SELL", "foobar", "mBTC 1"))));
        assertEquals(Reason.TOO_MANY, reason(exchange.place(seller.bid(exchange, "BUY", "foobar", "BTC 0"))));
        assertTrue(
                exchange.place(buyer.bid(exchange, "BUY", "foobar", "mBTC 1")).isAccepted());
        exchange.clock.advance(Duration.ofSeconds(120));
        assertTrue(
                exchange.place(seller.bid(exchange, "SELL", "foobar", "mBTC 1")).isAccepted());
    }

    private List<LedgerEntryType> types() {
        return exchange.entries().stream().map(LedgerEntryView::type).toList();
    }

    static Reason reason(Outcome<?> outcome) {
        return ((Outcome.Declined<?>) outcome).refusal().reason();
    }
}
