package net.bitwrk.exchange.ledger;

import net.bitwrk.exchange.fixture.Exchange;
import net.bitwrk.exchange.fixture.Participant;
import net.bitwrk.exchange.platform.ReplayOrder;
import net.bitwrk.protocol.id.LedgerKey;
import net.bitwrk.protocol.ledger.LedgerEntryView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class LedgerPagesTest {
    private static final int PAGE = 3;

    private final Exchange exchange = Exchange.onH2();
    private final LedgerPages pages = new LedgerPages(exchange.database.entities(), exchange.clock);

    @AfterEach
    void close() {
        exchange.database.close();
    }

    /** Each is the first of somebody's bids, so two entries: starting capital and bid. */
    private void bidTogether(int count) {
        var commands = Stream.generate(() -> Participant.generate().bid(exchange, "BUY", "foobar", "mBTC 1"))
                .limit(count)
                .toList();
        assertTrue(exchange.database.transaction(() -> exchange.bids.place(commands)).stream()
                .allMatch(outcome -> outcome.isAccepted()));
    }

    private List<LedgerEntryView> after(LedgerKey last) {
        return exchange.database.transaction(() -> pages.after(last, PAGE)).orElseThrow();
    }

    private List<LedgerEntryView> all() {
        List<LedgerEntryView> all = new ArrayList<>();
        List<LedgerEntryView> page = exchange.database.transaction(() -> pages.first(Instant.EPOCH, PAGE));
        while (!page.isEmpty()) {
            assertTrue(page.size() <= PAGE);
            all.addAll(page);
            assertTrue(all.size() < 100, "goes round in circles");
            page = after(page.get(page.size() - 1).key());
        }
        return all;
    }

    @Test
    void goOnWithinACrowdedMoment() {
        bidTogether(5);
        exchange.clock.advance(Duration.ofMillis(1));
        bidTogether(2);
        exchange.clock.advance(ReplayOrder.SETTLED);

        assertEquals(14, exchange.entries().size());
        assertEquals(exchange.entries(), all());
    }

    @Test
    void holdBackWhatIsYoungerThanAMinute() {
        bidTogether(1);
        exchange.clock.advance(ReplayOrder.SETTLED.minusMillis(1));
        bidTogether(1);
        assertEquals(List.of(), all());
        exchange.clock.advance(Duration.ofMillis(1));
        assertEquals(2, all().size());
    }

    @Test
    void anEntryThatIsNotThereHasNothingBehindIt() {
        assertEquals(
                Optional.empty(),
                exchange.database.transaction(() -> pages.after(new LedgerKey("AAAAAAAAAAAAAAAAAAAAAA"), PAGE)));
    }
}
