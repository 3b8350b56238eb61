package net.bitwrk.client.mandate;

import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.money.Money;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@DisplayName("C5: mandates")
final class MandatesTest {
    private static final ArticleId FOOBAR = new ArticleId("foobar");
    private static final Money PRICE = Money.parse("price", "mBTC 1");

    private final SteppingClock clock = new SteppingClock();

    @TempDir
    private Path folder;

    private Mandates mandates;

    @BeforeEach
    void open() throws IOException {
        mandates = new Mandates(folder.resolve("mandates.json"), clock);
    }

    @Test
    void permitsAsManyTradesAsItSays() {
        mandates.permit(terms(BidType.BUY, OptionalInt.of(2), Optional.empty()));
        assertTrue(mandates.grant(BidType.BUY, FOOBAR).isPresent());
        assertTrue(mandates.grant(BidType.BUY, FOOBAR).isPresent());
        assertTrue(mandates.grant(BidType.BUY, FOOBAR).isEmpty());
    }

    @Test
    void isForOneTradeIfNeitherNumberNorTimeIsGiven() {
        mandates.permit(terms(BidType.BUY, OptionalInt.empty(), Optional.empty()));
        assertTrue(mandates.grant(BidType.BUY, FOOBAR).isPresent());
        assertTrue(mandates.grant(BidType.BUY, FOOBAR).isEmpty());
    }

    @Test
    void permitsNothingElse() {
        mandates.permit(terms(BidType.BUY, OptionalInt.of(2), Optional.empty()));
        assertTrue(mandates.grant(BidType.SELL, FOOBAR).isEmpty());
        assertTrue(mandates.grant(BidType.BUY, new ArticleId("foobar/x")).isEmpty());
    }

    @Test
    void endsAtItsTime() {
        mandates.permit(terms(BidType.SELL, OptionalInt.empty(), Optional.of(Duration.ofMinutes(20))));
        clock.now = clock.now.plus(Duration.ofMinutes(20)).minusMillis(1);
        assertTrue(mandates.grant(BidType.SELL, FOOBAR).isPresent());
        clock.now = clock.now.plusMillis(1);
        assertTrue(mandates.grant(BidType.SELL, FOOBAR).isEmpty());
        assertTrue(mandates.all().isEmpty());
    }

    @Test
    void countsTheFeeOfBuysAgainstItsTotal() {
        mandates.permit(new Terms(
                BidType.BUY,
                FOOBAR,
                PRICE,
                OptionalInt.of(100),
                Optional.empty(),
                Optional.of(Money.parse("maxtotal", "mBTC 2.06"))));
        assertTrue(mandates.grant(BidType.BUY, FOOBAR).isPresent());
        assertTrue(mandates.grant(BidType.BUY, FOOBAR).isPresent());
        assertTrue(mandates.grant(BidType.BUY, FOOBAR).isEmpty());
    }

    @Test
    void countsWhatWasPaidAndNotWhatWasBid() {
        mandates.permit(new Terms(
                BidType.BUY,
                FOOBAR,
                PRICE,
                OptionalInt.of(100),
                Optional.empty(),
                Optional.of(Money.parse("maxtotal", "mBTC 1.03"))));
        Grant grant = mandates.grant(BidType.BUY, FOOBAR).orElseThrow();
        assertTrue(mandates.grant(BidType.BUY, FOOBAR).isEmpty());
        mandates.settle(grant, Money.parse("paid", "mBTC 0"));
        assertEquals(99, mandates.all().get(0).tradesLeft());
        assertTrue(mandates.grant(BidType.BUY, FOOBAR).isPresent());
    }

    @Test
    void takesBackWhatWasNotTraded() {
        mandates.permit(terms(BidType.BUY, OptionalInt.of(1), Optional.empty()));
        Grant grant = mandates.grant(BidType.BUY, FOOBAR).orElseThrow();
        assertTrue(mandates.all().isEmpty());
        mandates.giveBack(grant);
        assertEquals(1, mandates.all().get(0).tradesLeft());
        assertTrue(mandates.grant(BidType.BUY, FOOBAR).isPresent());
    }

    @Test
    void givesNothingBackToARevokedMandate() {
        long key = mandates.permit(terms(BidType.BUY, OptionalInt.of(2), Optional.empty()))
                .key();
        Grant grant = mandates.grant(BidType.BUY, FOOBAR).orElseThrow();
        assertTrue(mandates.revoke(key));
        assertFalse(mandates.revoke(key));
        mandates.giveBack(grant);
        assertTrue(mandates.grant(BidType.BUY, FOOBAR).isEmpty());
    }

    @Test
    void keepsWhatIsLeftOverARestart() throws IOException {
        mandates.permit(terms(BidType.BUY, OptionalInt.of(3), Optional.of(Duration.ofMinutes(20))));
        mandates.grant(BidType.BUY, FOOBAR).orElseThrow();
        Mandate before = mandates.all().get(0);
        open();
        assertEquals(before, withCommitted(mandates.all().get(0), before.committed()));
        assertEquals(2, mandates.all().get(0).tradesLeft());
        assertEquals(
                2,
                mandates.permit(terms(BidType.BUY, OptionalInt.of(1), Optional.empty()))
                        .key());
    }

    private static Mandate withCommitted(Mandate mandate, Money committed) {
        return mandate.withTradesAndCommitted(mandate.tradesLeft(), committed);
    }

    @Test
    void isNotHarmedByAFileLeftHalfWritten() throws IOException {
        mandates.permit(terms(BidType.BUY, OptionalInt.of(3), Optional.empty()));
        Files.writeString(folder.resolve("mandates.json.new"), "{\"LastKey\":");
        open();
        assertEquals(3, mandates.all().get(0).tradesLeft());
    }

    @Test
    void tellsOfWhatMayPermitMore() {
        var told = new AtomicInteger();
        mandates.onChange(told::incrementAndGet);
        mandates.permit(terms(BidType.BUY, OptionalInt.of(1), Optional.empty()));
        mandates.giveBack(mandates.grant(BidType.BUY, FOOBAR).orElseThrow());
        assertEquals(2, told.get());
    }

    @Test
    void looksInJsonAsItAlwaysDid() {
        var recorded = Vectors.object("client-json-shapes.json")
                .getJsonObject("mandates")
                .getJsonArray("sell, up to 100 trades, one used")
                .getJsonObject(0);
        clock.now = Instant.parse(recorded.getJsonObject("Info").getString("Until"));
        mandates.permit(terms(BidType.BUY, OptionalInt.of(1), Optional.empty()));
        mandates.permit(terms(BidType.SELL, OptionalInt.of(100), Optional.empty()));
        mandates.grant(BidType.SELL, FOOBAR);
        assertEquals(recorded.toString(), mandates.all().get(1).json().toString());
    }

    @Test
    void whatCannotBePutDownIsNotTakenAndWhatComesBackIsNotLost() throws IOException {
        mandates.permit(terms(BidType.BUY, OptionalInt.of(2), Optional.empty()));
        Grant grant = mandates.grant(BidType.BUY, FOOBAR).orElseThrow();
        Path block = Files.createDirectory(folder.resolve("mandates.json.new"));
        assertThrows(UncheckedIOException.class, () -> mandates.grant(BidType.BUY, FOOBAR));
        Terms more = terms(BidType.BUY, OptionalInt.of(7), Optional.empty());
        assertThrows(UncheckedIOException.class, () -> mandates.permit(more));
        assertEquals(1, mandates.all().size());
        assertEquals(1, mandates.all().get(0).tradesLeft());
        mandates.giveBack(grant);
        assertEquals(2, mandates.all().get(0).tradesLeft());
        assertTrue(mandates.all().get(0).committed().isZero());
        Files.delete(block);
        mandates.grant(BidType.BUY, FOOBAR).orElseThrow();
        open();
        assertEquals(1, mandates.all().get(0).tradesLeft());
    }

    @Test
    void refusesTermsThatMakeNoSense() {
        assertThrows(IllegalArgumentException.class, () -> terms(BidType.BUY, OptionalInt.of(0), Optional.empty()));
        assertThrows(
                IllegalArgumentException.class,
                () -> terms(BidType.BUY, OptionalInt.empty(), Optional.of(Duration.ZERO)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Terms(
                        BidType.BUY,
                        FOOBAR,
                        PRICE,
                        OptionalInt.of(1),
                        Optional.empty(),
                        Optional.of(Money.parse("maxtotal", "EUR 1"))));
    }

    private static Terms terms(BidType type, OptionalInt trades, Optional<Duration> validFor) {
        return new Terms(type, FOOBAR, PRICE, trades, validFor, Optional.empty());
    }

    private static final class SteppingClock extends Clock {
        private Instant now = Instant.parse("2026-11-24T19:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("one zone is enough");
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
