package net.bitwrk.exchange.matching;

import jakarta.persistence.EntityManager;
import net.bitwrk.exchange.bid.Market;
import net.bitwrk.exchange.bid.OpenBids;
import net.bitwrk.exchange.fixture.Exchange;
import net.bitwrk.exchange.fixture.Participant;
import net.bitwrk.exchange.platform.Announcements;
import net.bitwrk.exchange.platform.ReplayOrder;
import net.bitwrk.exchange.transaction.Transactions;
import net.bitwrk.protocol.bid.BidState;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.TransactionId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;

class TimeOutsTest {
    private final Exchange exchange = Exchange.onH2();
    private final EntityManager entities = exchange.database.entities();
    private final Announcements announcements = new Announcements();
    private final Set<String> told = new HashSet<>();
    private final TimeOuts timeOuts = timeOuts();

    /** The clockwork with each boundary call in a transaction, as a container makes it. */
    private TimeOuts timeOuts() {
        announcements.subscribe(told::add);
        var order = new ReplayOrder(entities);
        var bids = new OpenBids(entities, exchange.clock, exchange.ledger, exchange.nonces, order) {
            @Override
            public List<BidId> due(int limit) {
                return exchange.database.transaction(() -> super.due(limit));
            }

            @Override
            public List<Boolean> expire(List<BidId> ids) {
                return exchange.database.transaction(() -> super.expire(ids));
            }

            @Override
            public void postpone(Collection<BidId> ids) {
                exchange.database.newTransaction(() -> {
                    super.postpone(ids);
                    return ids;
                });
            }

            @Override
            public Set<Market> withQueue() {
                return exchange.database.transaction(super::withQueue);
            }
        };
        var transactions = new Transactions(entities, exchange.clock, exchange.ledger, order) {
            @Override
            public List<TransactionId> due(int limit) {
                return exchange.database.transaction(() -> super.due(limit));
            }

            @Override
            public List<Boolean> expire(List<TransactionId> ids) {
                return exchange.database.transaction(() -> super.expire(ids));
            }
        };
        var matching = new Matching(exchange.clock, bids, transactions, exchange.ledger, new OrderBooks()) {
            @Override
            public Round run(Market market) {
                return exchange.database.transaction(() -> super.run(market));
            }
        };
        return new TimeOuts(
                bids,
                transactions,
                exchange.nonces,
                new Matcher(matching, announcements, Runnable::run),
                announcements);
    }

    @AfterEach
    void close() {
        exchange.database.close();
    }

    @Test
    @Tag("B5")
    @DisplayName("B5: bids left in the queue by a crash are matched")
    void matchesWhatACrashHasLeft() {
        BidId sell = place(Participant.generate(), "SELL");
        BidId buy = place(Participant.generate(), "BUY");

        timeOuts.tick();

        assertEquals(BidState.MATCHED, exchange.bid(buy).state());
        assertEquals(Set.of(sell.text(), buy.text()), told);
    }

    @Test
    @Tag("M7")
    @DisplayName("M7: one poisoned account does not stop the expiry of the rest")
    void aPoisonedAccountStopsNobody() {
        Participant poisoned = Participant.generate();
        BidId bad = place(poisoned, "BUY");
        List<BidId> good = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            good.add(place(Participant.generate(), "BUY"));
        }
        exchange.database.transaction(() -> entities.createNativeQuery(
                        "update balance set blocked = 0 where address = '" + poisoned.address() + "'")
                .executeUpdate());
        exchange.clock.advance(Duration.ofSeconds(120));

        timeOuts.tick();

        good.forEach(bid -> assertEquals(BidState.EXPIRED, exchange.bid(bid).state()));
        assertEquals(BidState.INQUEUE, exchange.bid(bad).state());
        assertEquals(good.size(), told.size());
        assertEquals(List.of(), exchange.database.transaction(() -> exchange.openBids.due(10)));
    }

    private BidId place(Participant participant, String type) {
        return exchange.place(participant.bid(exchange, type, "foobar", "mBTC 1"))
                .orThrow();
    }
}
