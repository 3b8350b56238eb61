package net.bitwrk.exchange.transaction;

import net.bitwrk.exchange.fixture.Exchange;
import net.bitwrk.exchange.fixture.Participant;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.ledger.LedgerEntryType;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SettlementTest {
    @AutoClose
    private final Exchange exchange = Exchange.onH2();

    private final Participant buyer = Participant.generate();
    private final Participant seller = Participant.generate();

    @Test
    void paysTheSellerAndTheExchangeAtOnceWhenAccepted() {
        TransactionId id = exchange.trade(buyer, seller);

        exchange.send(buyer.message(id, Map.of("acceptresult", "on"))).orThrow();

        assertEquals("BTC 1.001", exchange.account(seller.address()).available().toString());
        assertEquals(
                "mBTC 998.97", exchange.account(buyer.address()).available().toString());
        assertTrue(exchange.account(buyer.address()).blocked().isZero());
        assertTrue(exchange.transaction(id).retired());
    }

    @Test
    void givesAllBackWhenNothingCameOfIt() {
        TransactionId id = exchange.trade(buyer, seller);
        exchange.clock.advance(Duration.ofSeconds(60));

        assertFalse(
                exchange.send(buyer.message(id, Map.of("acceptresult", "on"))).isAccepted());
        assertEquals(1, exchange.expire());
        assertEquals("BTC 1", exchange.account(buyer.address()).available().toString());
        assertEquals(1, count(LedgerEntryType.TRANSACTION_REIMBURSE));
    }

    @Test
    void aParticipantMayTradeWithItself() {
        var sell = buyer.bid(exchange, "SELL", "foobar", "mBTC 1");
        exchange.place(sell).orThrow();
        var bid = exchange.place(buyer.bid(exchange, "BUY", "foobar", "mBTC 1")).orThrow();
        exchange.match(sell.market());
        TransactionId id = exchange.bid(bid).transaction().orElseThrow();

        exchange.send(buyer.message(id, Map.of("acceptresult", "on"))).orThrow();

        assertEquals(
                "mBTC 999.97", exchange.account(buyer.address()).available().toString());
    }

    @Test
    @Tag("M5")
    @DisplayName("M5: a verdict racing two time-out jobs settles once")
    void settlesOnce() throws Exception {
        List<TransactionId> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(exchange.trade(buyer, seller));
        }
        var threads = Executors.newFixedThreadPool(6);
        List<Callable<Object>> races = new ArrayList<>();
        for (TransactionId id : ids) {
            races.add(() -> exchange.send(buyer.message(id, Map.of("acceptresult", "on"))));
        }
        races.add(() -> {
            exchange.clock.advance(Duration.ofSeconds(60));
            return null;
        });
        for (int i = 0; i < 10; i++) {
            races.add(() -> exchange.database.transaction(() -> exchange.transactions.expire(ids)));
        }
        for (Future<Object> race : threads.invokeAll(races)) {
            race.get();
        }
        threads.shutdown();
        exchange.expire();

        assertEquals(
                ids.size(), count(LedgerEntryType.TRANSACTION_FINISH) + count(LedgerEntryType.TRANSACTION_REIMBURSE));
        ids.forEach(id -> assertTrue(exchange.transaction(id).retired()));
        assertTrue(exchange.account(buyer.address()).blocked().isZero());
    }

    private long count(LedgerEntryType type) {
        return exchange.entries().stream().filter(entry -> entry.type() == type).count();
    }
}
