package net.bitwrk.client.peer;

import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

    @Test
    void aFloodOfOneEndpointLeavesRoomForTheOthers() {
        Admission admission = admission(10, 4, 10, 10);
        assertEquals(4, letIn(admission, ONE, "/a"));
        assertEquals(0, letIn(admission, TWO, "/a"));
        assertEquals(4, letIn(admission, TWO, "/b"));
    }

    @Test
    void aFloodFromOneSourceLeavesRoomForTheOthers() {
        Admission admission = admission(100, 10, 5, 2);
        assertEquals(2, letIn(admission, ONE, "/a"));
        assertEquals(2, letIn(admission, ONE, "/b"));
        assertEquals(1, letIn(admission, ONE, "/c"));
        assertEquals(0, letIn(admission, ONE, "/d"));
        assertEquals(2, letIn(admission, TWO, "/a"));
    }

    @Test
    void allTogetherAreBounded() {
        Admission admission = admission(5, 4, 4, 4);
        assertEquals(4, letIn(admission, ONE, "/a"));
        assertEquals(1, letIn(admission, TWO, "/b"));
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
