package net.bitwrk.client.exchange;

import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class PatienceTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void growsItsPausesUpToHalfAMinute() {
        var patience = new Patience(HOUR);
        assertEquals(Optional.of(Duration.ofMillis(250)), patience.pauseAfter(answer(503, "")));
        assertEquals(Optional.of(Duration.ofMillis(500)), patience.pauseAfter(new IOException("gone")));
        for (int i = 0; i < 10; i++) {
            patience.pauseAfter(answer(500, ""));
        }
        assertEquals(Optional.of(Duration.ofSeconds(30)), patience.pauseAfter(answer(502, "")));
    }

    @Test
    void waitsAsLongAsIsAskedButNotBeyondItsLimit() {
        assertEquals(Optional.of(Duration.ofSeconds(90)), new Patience(HOUR).pauseAfter(answer(429, "90")));
        Duration most = new Patience(Duration.ofMinutes(1))
                .pauseAfter(answer(429, "3600"))
                .orElseThrow();
        assertTrue(most.compareTo(Duration.ofMinutes(1)) <= 0 && most.compareTo(Duration.ofSeconds(50)) > 0, "" + most);
        assertEquals(Optional.empty(), new Patience(Duration.ZERO).pauseAfter(answer(503, "1")));
    }

    @Test
    void readsADateByTheAnswersOwnClock() {
        HttpFields fields = HttpFields.build()
                .put("Date", "Tue, 24 Nov 2026 19:00:00 GMT")
                .put("Retry-After", "Tue, 24 Nov 2026 19:00:40 GMT");
        assertEquals(
                Optional.of(Duration.ofSeconds(40)),
                new Patience(HOUR).pauseAfter(new Answer(503, fields, new byte[0])));
        for (String odd : new String[] {"soon", "-1", "1234567890", "Tue, 24 Nov 2026 19:00:40 GMT"}) {
            assertEquals(Optional.of(Duration.ofMillis(250)), new Patience(HOUR).pauseAfter(answer(503, odd)), odd);
        }
    }

    @Test
    void tellsWhatAnEarlierTryMayHaveDone() {
        var patience = new Patience(HOUR);
        assertEquals(Optional.empty(), patience.pauseAfter(answer(303, "")));
        assertEquals(Optional.empty(), patience.pauseAfter(answer(409, "5")));
        patience.pauseAfter(answer(429, ""));
        assertFalse(patience.isInDoubt());
        patience.pauseAfter(answer(504, ""));
        assertTrue(patience.isInDoubt());
    }

    @Test
    void hasNoneForWhatWasNeverSentIfThatCanBeginAnew() {
        var refused = new IOException("no answer", new ConnectException("Connection refused"));
        assertTrue(new Patience(HOUR).pauseAfter(refused).isPresent());
        Patience patience = Patience.onceSent(HOUR);
        assertEquals(Optional.empty(), patience.pauseAfter(refused));
        assertFalse(patience.isInDoubt());
        assertTrue(patience.pauseAfter(new IOException("hung up")).isPresent());
        assertTrue(patience.pauseAfter(refused).isPresent());
        assertTrue(patience.isInDoubt());
    }

    private static Answer answer(int status, String retryAfter) {
        HttpFields fields =
                retryAfter.isEmpty() ? HttpFields.EMPTY : HttpFields.build().put("Retry-After", retryAfter);
        return new Answer(status, fields, new byte[0]);
    }
}
