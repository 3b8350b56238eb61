package net.bitwrk.client.peer;

import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** How many strangers are let in, and for how long. */
@Tag("N2")
@Timeout(60)
final class AdmissionTest {
    private static final Source ONE = new Source("one");
    private static final Source TWO = new Source("two");

    private final ScheduledExecutorScheduler timer = new ScheduledExecutorScheduler("timer", true);
    private final Deque<Admission.Slot> inside = new ArrayDeque<>();

    @BeforeEach
    void start() throws Exception {
        timer.start();
    }

    @AfterEach
    void stop() throws Exception {
        timer.stop();
    }

    private Admission admission(int inAll, int atOne, int fromOne, int fromOneAtOne) {
        return new Admission(
                new Crowd(inAll, atOne, fromOne, fromOneAtOne, Duration.ofMinutes(1)), timer, new SyncMemory(0));
    }

    private int letIn(Admission admission, Source source, String endpoint) {
        int count = 0;
        for (var slot = admission.enter(source, endpoint); slot.isPresent(); slot = admission.enter(source, endpoint)) {
            inside.push(slot.get());
            count++;
        }
        return count;
    }

    @DisplayName("at most so many in all, at one endpoint, from one source, and from one at one")
    @ParameterizedTest
    @CsvSource({
        "10, 4, 10, 10, one/a=4 two/a=0 two/b=4",
        "100, 10, 5, 2, one/a=2 one/b=2 one/c=1 one/d=0 two/a=2",
        "5, 4, 4, 4, one/a=4 two/b=1"
    })
    void aFloodLeavesRoomForTheOthers(int inAll, int atOne, int fromOne, int fromOneAtOne, String letIn) {
        Admission admission = admission(inAll, atOne, fromOne, fromOneAtOne);
        for (String step : letIn.split(" ")) {
            String[] words = step.split("[/=]");
            assertEquals(Integer.parseInt(words[2]), letIn(admission, new Source(words[0]), "/" + words[1]), step);
        }
    }

    @Test
    void whoeverLeavesMakesRoomForOne() throws PeerFault {
        Admission admission = admission(9, 3, 9, 9);
        assertEquals(3, letIn(admission, ONE, "/a"));
        inside.peek().leave();
        inside.pop().close();
        assertEquals(1, letIn(admission, TWO, "/a"));
        while (!inside.isEmpty()) {
            inside.pop().close();
        }
        assertEquals(3, letIn(admission, ONE, "/a"));
    }

    @Test
    void whoeverProvesNothingIsInterrupted() {
        var admission = new Admission(new Crowd(1, 1, 1, 1, Duration.ofMillis(50)), timer, new SyncMemory(0));
        Admission.Slot slot = admission.enter(ONE, "/a").orElseThrow();
        assertThrows(InterruptedException.class, () -> Thread.sleep(30_000));
        assertTrue(slot.givenUp().isPresent());
        assertThrows(PeerFault.class, slot::leave);
        assertTrue(admission.enter(ONE, "/a").isPresent());
    }

    @Test
    void whoeverHasLeftIsNotInterrupted() throws Exception {
        var manual = new ManualScheduler();
        Duration life = Duration.ofSeconds(2);
        var admission = new Admission(new Crowd(1, 1, 1, 1, life), manual, new SyncMemory(0));
        Admission.Slot slot = admission.enter(ONE, "/a").orElseThrow();
        slot.leave();
        assertEquals(0, manual.elapse(life));
        assertTrue(slot.givenUp().isEmpty());
        assertFalse(Thread.interrupted());
    }
}
