package net.bitwrk.exchange.deposit;

import net.bitwrk.exchange.fixture.Exchange;
import net.bitwrk.exchange.fixture.Participant;
import net.bitwrk.exchange.refusal.Outcome;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.protocol.id.DepositUid;
import net.bitwrk.protocol.ledger.LedgerEntryType;
import net.bitwrk.protocol.ledger.LedgerEntryView;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DepositsTest {
    private final Participant operator = Participant.generate();
    private final Participant owner = Participant.generate();

    @AutoClose
    private final Exchange exchange = Exchange.withDepositsBy(operator);

    @Test
    void bringsMoneyInAndOut() {
        assertTrue(store("0", "BTC 1", "deposit-0001").isAccepted());
        assertTrue(store("0", "mBTC -500", "deposit-0002").isAccepted());

        assertEquals("mBTC 500", available());
        assertEquals(
                List.of(LedgerEntryType.DEPOSIT, LedgerEntryType.WITHDRAWAL),
                exchange.entries().stream().map(LedgerEntryView::type).toList());
    }

    @Test
    @Tag("M4")
    @DisplayName("M4: the same uid moves money once, with other content it is refused; nothing goes below zero")
    void movesMoneyOnce() {
        assertTrue(store("1", "BTC 1", "deposit-0001").isAccepted());
        assertTrue(store("1", "BTC 1", "deposit-0001").isAccepted());
        assertEquals(Reason.DEPOSIT_DIFFERS, reason(store("1", "BTC 2", "deposit-0001")));
        assertEquals(Reason.FUNDS_TOO_LOW, reason(store("0", "BTC -2", "deposit-0002")));

        assertEquals("BTC 1", available());
    }

    @Test
    @Tag("M10")
    @DisplayName("M10: an account changes its currency only while it has nothing")
    void changesCurrencyOnlyAtZero() {
        store("0", "BTC 1", "deposit-0001").orThrow();
        assertEquals(Reason.CURRENCY_DIFFERS, reason(store("0", "EUR 1", "deposit-0002")));
        assertEquals(Reason.CURRENCY_DIFFERS, reason(exchange.place(owner.bid(exchange, "SELL", "foobar", "EUR 1"))));
        assertTrue(
                exchange.place(owner.bid(exchange, "SELL", "foobar", "EUR 0")).isAccepted());
        assertTrue(exchange.place(owner.bid(exchange, "BUY", "foobar", "EUR 0")).isAccepted());
        assertEquals("BTC 1", available());

        store("0", "BTC -1", "deposit-0003").orThrow();
        store("0", "EUR 5", "deposit-0004").orThrow();
        assertEquals("EUR 5", available());
        assertEquals(Reason.FUNDS_TOO_LOW, reason(exchange.place(owner.bid(exchange, "BUY", "foobar", "BTC 1"))));
    }

    private Outcome<DepositUid> store(String type, String amount, String uid) {
        return exchange.store(operator.deposit(exchange, owner, type, amount, uid));
    }

    private String available() {
        return exchange.account(owner.address()).available().toString();
    }

    private static Reason reason(Outcome<?> outcome) {
        return ((Outcome.Declined<?>) outcome).refusal().reason();
    }
}
