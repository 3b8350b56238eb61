package net.bitwrk.exchange.platform;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

@Tag("O2")
@Timeout(30)
final class LoneTrialTest {
    private final AtomicInteger trials = new AtomicInteger();
    private final AtomicLong now = new AtomicLong();
    private volatile boolean isAway = true;

    @AutoClose("shutdownNow")
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private void aSecondGoesBy() {
        now.addAndGet(Duration.ofSeconds(1).toNanos());
    }

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
        var trial = new LoneTrial(this::connectUnlessAway, now::get);
        failure(trial);
        now.set(Duration.ofSeconds(1).toNanos() - 1);
        for (int i = 0; i < 100; i++) {
            assertEquals("nobody there", failure(trial).getMessage());
            assertEquals("08001", failure(trial).getSQLState());
        }
        assertEquals(1, trials.get());

        isAway = false;
        now.incrementAndGet();
        trial.connect().close();
        trial.connect().close();
        assertEquals(3, trials.get());
    }

    @Test
    void oneThreadTriesAndNobodyElseWaits() throws Exception {
        var trying = new CountDownLatch(1);
        var mayFail = new CountDownLatch(1);
        var trial = new LoneTrial(
                () -> {
                    if (trials.incrementAndGet() > 1) {
                        trying.countDown();
                        await(mayFail);
                    }
                    throw new SQLException("nobody there", "08001");
                },
                now::get);
        failure(trial);
        aSecondGoesBy();
        Future<SQLException> first = threads.submit(() -> failure(trial));
        trying.await();
        aSecondGoesBy();
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
