package net.bitwrk.exchange.matching;

import jakarta.ejb.EJBException;
import jakarta.persistence.PersistenceException;
import net.bitwrk.exchange.bid.Market;
import net.bitwrk.exchange.platform.Announcements;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.money.Currency;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MatcherTest {
    private static final Market MARKET = new Market(new ArticleId("foobar"), Currency.BTC);

    private final ExecutorService executor = Executors.newFixedThreadPool(4);

    @AfterEach
    void end() {
        executor.shutdownNow();
    }

    @Test
    void aRunThatFailsOrFindsNoThreadIsNotTheLast() {
        var runs = new AtomicInteger();
        var matching = new Matching() {
            @Override
            public Round run(Market market) {
                runs.incrementAndGet();
                throw new StackOverflowError("boom");
            }

            @Override
            public void forget(Market market) {}
        };
        var rejections = new AtomicInteger(1);
        var matcher = new Matcher(matching, new Announcements(), task -> {
            if (rejections.getAndDecrement() > 0) {
                throw new RejectedExecutionException("full");
            }
            task.run();
        });

        matcher.wake(MARKET);
        assertEquals(0, runs.get());
        matcher.wake(MARKET);
        matcher.wake(MARKET);
        assertEquals(2, runs.get());
    }

    @Test
    void triesAgainAtOnceWhereAnotherNodeWasQuicker() {
        assertEquals(List.of("run", "forget", "run"), runsUntilGoodAfter(new EJBException(exists())));
    }

    @Test
    void leavesTheNextTryToTheClockworkWhereTheDatabaseIsAway() {
        var away = new SQLTransientConnectionException("no connection", "08001");
        assertEquals(List.of("run", "forget"), runsUntilGoodAfter(new EJBException(new PersistenceException(away))));
    }

    /** As databases say it of a second row with the same key. */
    private static PersistenceException exists() {
        return new PersistenceException(new SQLIntegrityConstraintViolationException("market is there", "23505"));
    }

    /** What is asked for after one wake, where the first run fails. */
    private static List<String> runsUntilGoodAfter(RuntimeException failure) {
        List<String> asked = new ArrayList<>();
        var matching = new Matching() {
            @Override
            public Round run(Market market) {
                asked.add("run");
                if (asked.size() == 1) {
                    throw failure;
                }
                return Round.NOTHING;
            }

            @Override
            public void forget(Market market) {
                asked.add("forget");
            }
        };
        new Matcher(matching, new Announcements(), Runnable::run).wake(MARKET);
        return asked;
    }

    @Test
    void runsAMarketOnceAtATimeAndAgainForWhatCameMeanwhile() throws InterruptedException {
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var runs = new AtomicInteger();
        var started = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        var second = new CountDownLatch(2);
        var matching = new Matching() {
            @Override
            public Round run(Market market) {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                runs.incrementAndGet();
                started.countDown();
                second.countDown();
                try {
                    assertTrue(goOn.await(60, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                running.decrementAndGet();
                return Round.NOTHING;
            }
        };
        var matcher = new Matcher(matching, new Announcements(), executor);

        matcher.wake(MARKET);
        assertTrue(started.await(60, TimeUnit.SECONDS));
        for (int i = 0; i < 100; i++) {
            matcher.wake(MARKET);
        }
        goOn.countDown();

        assertTrue(second.await(60, TimeUnit.SECONDS));
        executor.shutdown();
        assertTrue(executor.awaitTermination(60, TimeUnit.SECONDS));
        assertEquals(1, most.get());
        assertEquals(2, runs.get());
    }
}
