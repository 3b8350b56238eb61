package net.bitwrk.exchange.nonce;

import net.bitwrk.exchange.bid.PlaceBid;
import net.bitwrk.exchange.fixture.Exchange;
import net.bitwrk.exchange.fixture.Participant;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.exchange.refusal.Refused;
import net.bitwrk.protocol.id.Nonce;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class NoncesTest {
    private final Exchange exchange = Exchange.onH2();

    @AfterEach
    void close() {
        exchange.database.close();
    }

    @Test
    void isGoodFor180Seconds() {
        Nonce nonce = exchange.nonce();
        exchange.clock.advance(Duration.ofSeconds(180));
        assertEquals(nonce, exchange.nonces.known(nonce.text()));
        exchange.clock.advance(Duration.ofMillis(1));

        assertEquals(Reason.NONCE_REFUSED, refused(nonce.text()));
    }

    @Test
    @Tag("A3")
    @DisplayName("A3: issuing leaves no row, and no two nonces are the same")
    void issuingLeavesNoRow() {
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            texts.add(exchange.nonce().text());
            if (i % 1000 == 0) {
                exchange.clock.advance(Duration.ofMillis(1));
            }
        }

        assertEquals(100_000, texts.size());
        assertEquals(0L, rows());
    }

    @Test
    @Tag("A4")
    @DisplayName("A4: a nonce of another exchange is refused and leaves no row")
    void knowsItsOwn() {
        Exchange other = Exchange.onH2();
        String foreign = other.nonce().text();
        other.database.close();

        assertEquals(Reason.NONCE_REFUSED, refused(foreign));
        assertEquals(0L, rows());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0123456789abcdef0123456789abcdeF", "0123456789abcdef0123456789abcdef0", " "})
    void refusesWhatIsNoNonce(String text) {
        assertEquals(Reason.NONCE_MALFORMED, refused(text));
    }

    @Test
    void isUsedUpByARefusedRequest() {
        Nonce nonce = exchange.nonce();

        assertTrue(exchange.database.newTransaction(() -> exchange.nonces.burn(nonce)));
        assertFalse(exchange.database.newTransaction(() -> exchange.nonces.burn(nonce)));
    }

    @Test
    void forgetsWhatIsTooOldToBeUsedAgain() {
        Nonce nonce = exchange.nonce();
        exchange.database.newTransaction(() -> exchange.nonces.burn(nonce));
        exchange.clock.advance(Duration.ofSeconds(360));
        assertEquals(0, exchange.database.newTransaction(exchange.nonces::forgetOld));
        exchange.clock.advance(Duration.ofMillis(1));

        assertEquals(1, exchange.database.newTransaction(exchange.nonces::forgetOld));
    }

    @Test
    @Tag("A7")
    @Tag("P3")
    @DisplayName("A7: a clock that is set back makes no used nonce good again, and costs no fresh one")
    void aClockSetBackMakesNoneGoodAgain() {
        Participant buyer = Participant.generate();
        PlaceBid used = buyer.bid(exchange, "BUY", "foobar", "mBTC 1");
        assertTrue(exchange.place(used).isAccepted());
        Instant then = exchange.clock.instant();
        exchange.clock.advance(Duration.ofMinutes(7));
        assertEquals(1, exchange.database.newTransaction(exchange.nonces::forgetOld));
        exchange.clock.set(then.plusMillis(1));

        assertEquals(used.nonce(), exchange.nonces.known(used.nonce().text()));
        assertFalse(exchange.place(used).isAccepted());
        assertFalse(exchange.database.newTransaction(() -> exchange.nonces.burn(used.nonce())));
        assertEquals(2, exchange.entries().size());
        assertTrue(
                exchange.place(buyer.bid(exchange, "BUY", "foobar", "mBTC 1")).isAccepted());
        assertTrue(exchange.database.newTransaction(() -> exchange.nonces.burn(exchange.nonce())));
    }

    private Reason refused(String text) {
        return assertThrows(Refused.class, () -> exchange.nonces.known(text)).reason();
    }

    private Object rows() {
        return exchange.database.transaction(() -> exchange.database
                .entities()
                .createQuery("select count(u) from UsedNonce u")
                .getSingleResult());
    }
}
