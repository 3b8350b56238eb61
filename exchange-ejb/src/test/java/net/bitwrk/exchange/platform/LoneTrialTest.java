package net.bitwrk.exchange.platform;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

@Tag("O2")
@Timeout(30)
final class LoneTrialTest {
    private final AtomicInteger trials = new AtomicInteger();
    private volatile boolean isAway = true;

    @AutoClose("shutdownNow")
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private SQLException failure(LoneTrial trial) {
        return assertThrows(SQLException.class, trial::connect);
    }

    private Connection connectUnlessAway() throws SQLException {
        trials.incrementAndGet();
        if (isAway) {
            throw new SQLException("nobody there", "08001");
        }
        return new org.h2.Driver().connect("jdbc:h2:mem:", null);
    }

    @Test
    void whoComesSoonAfterAFailureIsToldTheSame() throws Exception {
        var trial = new LoneTrial(this::connectUnlessAway);
        failure(trial);
        for (int i = 0; i < 100; i++) {
            assertEquals("nobody there", failure(trial).getMessage());
            assertEquals("08001", failure(trial).getSQLState());
        }
        assertEquals(1, trials.get());

        isAway = false;
        Thread.sleep(1100);
        trial.connect().close();
        trial.connect().close();
        assertEquals(3, trials.get());
    }

    @Test
    void oneThreadTriesAndNobodyElseWaits() throws Exception {
        var trying = new CountDownLatch(1);
        var mayFail = new CountDownLatch(1);
        var trial = new LoneTrial(() -> {
            if (trials.incrementAndGet() > 1) {
                trying.countDown();
                await(mayFail);
            }
            throw new SQLException("nobody there", "08001");
        });
        failure(trial);
        Thread.sleep(1100);
        Future<SQLException> first = threads.submit(() -> failure(trial));
        trying.await();
        Thread.sleep(1100);
        for (int i = 0; i < 100; i++) {
            failure(trial);
        }
        assertFalse(first.isDone());
        mayFail.countDown();
        assertEquals("nobody there", first.get().getMessage());
        assertEquals(2, trials.get());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
