package net.bitwrk.client.exchange;

import net.bitwrk.client.MutableClock;
import net.bitwrk.client.exchange.ScriptedExchangeServer.Fault;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidState;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.transaction.MessageKind;
import net.bitwrk.protocol.transaction.Phase;
import net.bitwrk.protocol.transaction.TransactionMessage.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
final class ExchangeTest extends AtScriptedExchange {
    @Test
    void placesSignedBids() throws Exception {
        BidId bid = exchange.placeBid(BidType.BUY, FOOBAR, PRICE);
        assertEquals(BidState.PLACED, exchange.bid(bid).state());
        assertEquals(exchange.participant().text(), exchange.bid(bid).participant());
    }

    @Test
    void takesExactly303ForAPlacedBid() {
        server.next("POST /bid", Fault.FOUND);
        var failure = assertThrows(NotPlaced.class, () -> exchange.placeBid(BidType.BUY, FOOBAR, PRICE));
        assertEquals(302, failure.refusal().orElseThrow().status());
    }

    @Test
    void takesNoBidWithoutItsKey() {
        server.next("POST /bid", Fault.NO_KEY);
        assertThrows(NotPlaced.class, () -> exchange.placeBid(BidType.BUY, FOOBAR, PRICE));
    }

    @Test
    void showsTheFirst1024BytesOfAReasonOnOneLine() {
        server.next("POST /bid", Fault.REFUSED);
        var failure = assertThrows(NotPlaced.class, () -> exchange.placeBid(BidType.BUY, FOOBAR, PRICE));
        String start = "the exchange answered POST /bid with 404: broken by the test ";
        assertTrue(failure.getMessage().startsWith(start), failure.getMessage());
        assertTrue(failure.getMessage().chars().allMatch(c -> c >= ' ' && c <= '~'), failure.getMessage());
        assertTrue(failure.getMessage().length() < 1100, "too long");
    }

    @Test
    void placesABidOnceThoughItsAnswerIsLost() throws Exception {
        server.next("POST /bid", Fault.LOSE_ANSWER);
        BidId bid = exchange.placeBid(BidType.BUY, FOOBAR, PRICE);
        assertEquals("bid-1", bid.text());
        assertEquals(1, book.bidCount());
        assertEquals(2, server.calls("POST /bid").size());
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"BROKEN", "WEB_PAGE", "WEB_PAGE_503", "TOO_MANY", "BAD_GATEWAY", "LOSE_ANSWER"})
    void asksAgainWhereTheExchangeSaysNeitherYesNorNo(Fault fault) throws Exception {
        server.next("POST /bid ", fault);
        BidId first = exchange.placeBid(BidType.SELL, FOOBAR, PRICE);
        assertEquals(1, book.bidCount());
        server.next("POST /bid/" + first, fault);
        exchange.cancelBid(first);
        assertEquals(BidState.CANCELLED, book.bid(first.text()).state());
        TransactionId transaction = match();
        server.next("POST /tx/tx-1 txid=tx-1&workhash", fault);
        exchange.send(transaction, HASHES, LIMIT);
        assertEquals(Phase.BUYER_ESTABLISHED, book.transaction("tx-1").phase());
        server.next("POST /tx/tx-1 acceptresult", fault);
        var taken = new LinkedBlockingQueue<Boolean>();
        exchange.sendLater(transaction, new Verdict(MessageKind.ACCEPT_RESULT), taken::add);
        assertEquals(true, taken.poll(30, TimeUnit.SECONDS));
        assertEquals(Phase.FINISHED, book.transaction("tx-1").phase());
        assertEquals(List.of(), server.faultsLeft());
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"BROKEN", "WEB_PAGE", "TOO_MANY"})
    void readsAgainWhereTheExchangeSaysNeitherYesNorNo(Fault fault) throws Exception {
        TransactionId transaction = match();
        server.next("GET /tx/", fault);
        assertEquals(Phase.ESTABLISHING, exchange.transaction(transaction).phase());
        server.next("GET /bid/", fault);
        assertEquals(BidState.MATCHED, exchange.bid(new BidId("bid-1")).state());
        server.next("GET /myip", fault);
        assertEquals("127.0.0.1", exchange.myIp());
        BidId open = exchange.placeBid(BidType.SELL, new ArticleId("fnord"), PRICE);
        server.next("GET /nonce", fault);
        server.next("GET /bid/", fault);
        try (BidWatch watch = exchange.watchBid(open, view -> {})) {
            exchange.cancelBid(open);
            assertEquals(
                    BidState.EXPIRED.isOpen(),
                    watch.awaitEnd(Duration.ofSeconds(40)).state().isOpen());
        }
    }

    @Test
    void leavesTheExchangeAloneForAsLongAsItAsks() throws Exception {
        server.next("POST /bid", Fault.TOO_MANY);
        exchange.placeBid(BidType.SELL, FOOBAR, PRICE);
        List<ScriptedExchangeServer.Call> calls = server.calls("POST /bid");
        long pause = calls.get(1).nanos() - calls.get(0).nanos();
        assertTrue(TimeUnit.NANOSECONDS.toMillis(pause) >= 1000, pause + " ns, a second was asked for");
    }

    @Test
    void usesTheNonceThatWasFetchedAheadAndAnotherOneIfThatIsNotKnown() throws Exception {
        exchange.placeBid(BidType.SELL, FOOBAR, PRICE);
        assertEquals(2, noncesAfter(2));
        exchange.placeBid(BidType.SELL, FOOBAR, PRICE);
        assertEquals(3, noncesAfter(3));
        book.forgetNonces();
        exchange.placeBid(BidType.SELL, FOOBAR, PRICE);
        assertEquals(3, book.bidCount());
        assertEquals(4, server.calls("POST /bid").size());
    }

    /** How many were fetched, once it is at least {@code count}, and the last one has had the time to arrive. */
    private int noncesAfter(int count) throws InterruptedException {
        for (int i = 0; i < 3000 && server.calls("GET /nonce").size() < count; i++) {
            Thread.sleep(10);
        }
        Thread.sleep(1000);
        return server.calls("GET /nonce").size();
    }

    @Test
    void goesOnWithItsPublicAddressWhileItAsksAgain() throws Exception {
        var clock = new MutableClock();
        var address = new PublicAddress(exchange, "auto", clock);
        assertEquals("127.0.0.1:5", address.authority(5));
        clock.move(Duration.ofMinutes(15));
        server.next("GET /myip", Fault.BROKEN);
        assertEquals("127.0.0.1:5", address.authority(5));
        for (int i = 0; i < 3000 && server.calls("GET /myip").size() < 2; i++) {
            Thread.sleep(10);
        }
        assertEquals(2, server.calls("GET /myip").size());
        assertEquals("127.0.0.1:5", address.authority(5));
    }

    @Test
    void takesUnmatchedBidsBackOnly() throws Exception {
        BidId bid = exchange.placeBid(BidType.BUY, FOOBAR, PRICE);
        exchange.cancelBid(bid);
        assertEquals(BidState.CANCELLED, book.bid(bid.text()).state());
        assertEquals(
                409,
                assertThrows(ExchangeRefused.class, () -> exchange.cancelBid(bid))
                        .status());
    }

    @Test
    void tellsWhetherTheExchangeAnswers() throws Exception {
        int port = server.url().getPort();
        assertEquals("127.0.0.1", exchange.myIp());
        server.close();
        assertThrows(NotPlaced.class, () -> exchange.placeBid(BidType.BUY, FOOBAR, PRICE));
        assertTrue(exchange.reachability().problem().orElseThrow().contains("does not answer"));
        var returned = new LinkedBlockingQueue<String>();
        exchange.reachability().onReturn(() -> returned.add("yes"));
        server = new ScriptedExchangeServer(book, true, port);
        assertEquals("yes", returned.poll(30, TimeUnit.SECONDS));
        assertTrue(exchange.reachability().answers());
    }

    @Test
    void takesNoWebPageForAnAnswerOfTheExchange() throws Exception {
        var returned = new LinkedBlockingQueue<String>();
        exchange.reachability().onReturn(() -> returned.add("yes"));
        server.next("GET /myip", Fault.WEB_PAGE);
        assertEquals("127.0.0.1", exchange.myIp());
        assertEquals("yes", returned.poll(30, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @CsvSource({
        "WEB_PAGE, 'does not answer: 404 and a web page came instead: it is starting, or something else is there'",
        "WEB_PAGE_503, with 503: a web page"
    })
    void showsNoWebPageToAnybody(Fault fault, String end) {
        server.next("POST /account/", fault);
        var failure = assertThrows(IOException.class, exchange::requestDepositAddress);
        assertTrue(failure.getMessage().endsWith(end), failure.getMessage());
    }
}
