package net.bitwrk.exchange.transaction;

import net.bitwrk.exchange.bid.PlaceBid;
import net.bitwrk.exchange.fixture.Books;
import net.bitwrk.exchange.fixture.Exchange;
import net.bitwrk.exchange.fixture.Participant;
import net.bitwrk.exchange.refusal.Outcome;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.protocol.bid.BidState;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.DepositUid;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.ledger.LedgerEntryType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Whoever has sold can be paid, whatever comes in between; and no transaction stays open for ever. */
class PayableSellersTest {
    private static final Map<String, String> ACCEPT = Map.of("acceptresult", "on");

    private final Participant operator = Participant.generate();
    private final Participant buyer = Participant.generate();
    private final Participant seller = Participant.generate();
    private final Exchange exchange = Exchange.withDepositsBy(operator);
    private int deposits;

    @AfterEach
    void booksAreInOrder() {
        Books.check(exchange);
        assertEquals(
                0L,
                exchange.database.transaction(() -> exchange.database
                        .entities()
                        .createNativeQuery("select sum(sales) from balance")
                        .getSingleResult()),
                "reserved for sales that have ended");
        exchange.database.close();
    }

    private Outcome<DepositUid> deposit(Participant owner, String amount) {
        return exchange.store(operator.deposit(exchange, owner, "0", amount, "deposit-" + ++deposits));
    }

    private BidId place(Participant participant, String type, String price) {
        PlaceBid bid = participant.bid(exchange, type, "foobar", price);
        BidId id = exchange.place(bid).orThrow();
        exchange.match(bid.market());
        return id;
    }

    private Reason refusal(Outcome<?> outcome) {
        return ((Outcome.Declined<?>) outcome).refusal().reason();
    }

    private TransactionId transaction(BidId bid) {
        return exchange.bid(bid).transaction().orElseThrow();
    }

    private void timeOut() {
        exchange.clock.advance(Duration.ofSeconds(120));
        exchange.expire();
    }

    @Test
    void aSellerWithNothingKeepsTheCurrencyItSellsFor() {
        deposit(buyer, "EUR 10").orThrow();
        place(seller, "SELL", "EUR 5");
        TransactionId id = transaction(place(buyer, "BUY", "EUR 5"));

        assertEquals(Reason.CURRENCY_DIFFERS, refusal(deposit(seller, "BTC 1")));
        assertEquals(
                Reason.CURRENCY_DIFFERS, refusal(exchange.place(seller.bid(exchange, "SELL", "foobar", "mBTC 1"))));
        exchange.send(buyer.message(id, ACCEPT)).orThrow();

        assertEquals("EUR 5", exchange.account(seller.address()).available().toString());
        assertTrue(deposit(seller, "EUR -5").isAccepted());
        assertTrue(deposit(seller, "BTC 1").isAccepted());
    }

    @Test
    void anOpenSellReservesTheCurrencyUntilItEnds() {
        BidId taken = place(seller, "SELL", "EUR 5");
        assertEquals(Reason.CURRENCY_DIFFERS, refusal(deposit(seller, "BTC 1")));
        exchange.cancel(seller.cancel(exchange, taken)).orThrow();
        assertTrue(deposit(seller, "BTC 1").isAccepted());
        assertTrue(deposit(seller, "BTC -1").isAccepted());

        place(seller, "SELL", "EUR 0");
        assertEquals(Reason.CURRENCY_DIFFERS, refusal(deposit(seller, "BTC 1")));
        timeOut();
        assertTrue(deposit(seller, "BTC 1").isAccepted());
    }

    @Test
    void whoHoldsOtherMoneyCanGiveAwayButNotBePaid() {
        deposit(seller, "BTC 1").orThrow();
        deposit(buyer, "EUR 100").orThrow();
        BidId dear = place(buyer, "BUY", "EUR 5");
        BidId gift = place(seller, "SELL", "EUR 0");

        assertEquals(BidState.PLACED, exchange.bid(gift).state(), "would be paid the older bid's price");
        BidId newer = place(buyer, "BUY", "EUR 3");
        TransactionId id = transaction(newer);
        assertEquals("EUR 0", exchange.transaction(id).price().toString());
        exchange.send(buyer.message(id, ACCEPT)).orThrow();

        BidId nothing = place(buyer, "BUY", "EUR 0");
        transaction(place(seller, "SELL", "EUR 0"));
        assertEquals(BidState.MATCHED, exchange.bid(nothing).state());
        assertEquals(BidState.PLACED, exchange.bid(dear).state());
        timeOut();
        assertEquals("EUR 100", exchange.account(buyer.address()).available().toString());
    }

    @Test
    void nobodyIsPromisedMoreThanAnAccountHolds() {
        for (int i = 0; i < 92; i++) {
            deposit(seller, "EUR 99999999").orThrow();
        }
        assertEquals(Reason.VALUE_MALFORMED, refusal(deposit(seller, "EUR 99999999")));
        assertEquals(
                Reason.VALUE_MALFORMED,
                refusal(exchange.place(seller.bid(exchange, "SELL", "foobar", "EUR 99999999"))));
        // What is blocked must fit, too, when it comes back.
        place(seller, "BUY", "EUR 90000000");
        assertEquals(Reason.VALUE_MALFORMED, refusal(deposit(seller, "EUR 80000000")));
        timeOut();
        assertTrue(exchange.account(seller.address()).blocked().isZero());
    }

    @Test
    void theBuyerGetsAllBackWhereTheSellersAccountIsFull() {
        deposit(buyer, "EUR 99999999").orThrow();
        place(seller, "SELL", "EUR 50000000");
        TransactionId id = transaction(place(buyer, "BUY", "EUR 50000000"));
        for (int i = 0; i < 92; i++) {
            deposit(seller, "EUR 99999999").orThrow();
        }

        assertEquals(Reason.VALUE_MALFORMED, refusal(exchange.send(buyer.message(id, ACCEPT))));
        toUnverified(id);
        exchange.clock.advance(Duration.ofHours(1));
        assertEquals(1, exchange.expire());

        assertTrue(exchange.transaction(id).retired());
        assertEquals(
                "EUR 99999999", exchange.account(buyer.address()).available().toString());
        assertEquals(
                1,
                exchange.entries().stream()
                        .filter(entry -> entry.type() == LedgerEntryType.TRANSACTION_REIMBURSE)
                        .count());
    }

    /** The phase in which a time-out pays; how it is come to is tried elsewhere. */
    private void toUnverified(TransactionId id) {
        exchange.database.transaction(() -> exchange.database
                .entities()
                .createNativeQuery("update tx set phase = 'UNVERIFIED' where id = '" + id + "'")
                .executeUpdate());
    }
}
