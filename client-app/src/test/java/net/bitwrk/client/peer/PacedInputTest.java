package net.bitwrk.client.peer;

import net.bitwrk.client.MutableClock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class PacedInputTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private final MutableClock clock = new MutableClock();

    private PacedInput input(PeerLimits limits) {
        return new PacedInput(new ByteArrayInputStream(new byte[8]), 8, limits, clock);
    }

    @Test
    void aWishListThatWaitsForChunksIsWaitedFor() throws IOException {
        PacedInput list = input(PeerLimits.USUAL.withoutRate());
        assertEquals(0, list.read());
        clock.move(TEN_MINUTES);
        assertEquals(0, list.read());
        clock.move(TEN_MINUTES);
        assertThrows(PeerFault.class, list::read);
    }

    @Test
    @DisplayName("N2: work that comes too slowly is given up")
    void workThatComesTooSlowlyIsGivenUp() {
        PacedInput work = input(PeerLimits.USUAL);
        clock.move(TEN_MINUTES);
        assertThrows(PeerFault.class, work::read);
    }
}
