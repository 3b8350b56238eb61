package net.bitwrk.exchange.platform;

import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

class IntakeTest {
    private final List<Runnable> tasks = new ArrayList<>();

    private Intake<Integer, Integer> intake(Function<List<Integer>, List<Integer>> batch) {
        return new Intake<>(tasks::add, batch, -1);
    }

    private static Throwable failure(CompletionStage<Integer> answer) {
        CompletableFuture<Integer> future = answer.toCompletableFuture();
        assertTrue(future.isCompletedExceptionally(), "is left without an answer");
        return future.handle((result, failure) -> failure).join();
    }

    private static RuntimeException away() {
        return new IllegalStateException(new SQLException("connection refused", "08001"));
    }

    @Test
    void anErrorIsAnAnswerToo() {
        var intake = intake(numbers -> {
            throw new StackOverflowError("boom");
        });
        CompletionStage<Integer> answer = intake.submit(1);
        tasks.remove(0).run();
        assertInstanceOf(StackOverflowError.class, failure(answer));

        CompletionStage<Integer> next = intake.submit(2);
        assertEquals(1, tasks.size(), "nobody sees to the next one");
        tasks.remove(0).run();
        assertInstanceOf(StackOverflowError.class, failure(next));
    }

    @Test
    void triesNotEachOfManyWhileTheDatabaseIsAway() {
        var tries = new AtomicInteger();
        var intake = intake(numbers -> {
            tries.incrementAndGet();
            throw away();
        });
        List<CompletionStage<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(intake.submit(i));
        }
        tasks.remove(0).run();

        answers.forEach(answer -> assertInstanceOf(Unavailable.class, failure(answer)));
        assertEquals(7, tries.get(), "all at once, then three alone, each twice");
    }

    @Test
    void triesEachOfManyWhereOnlySomeAreWrong() {
        var intake = intake(numbers -> numbers.stream()
                .map(number -> {
                    if (number < 5) {
                        throw new IllegalStateException(new SQLException("not null", "23502"));
                    }
                    return number;
                })
                .toList());
        List<CompletionStage<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            answers.add(intake.submit(i));
        }
        tasks.remove(0).run();

        assertInstanceOf(IllegalStateException.class, failure(answers.get(4)));
        assertEquals(9, answers.get(9).toCompletableFuture().getNow(-1));
    }

    @Test
    void tellsWhereNoThreadCanBeHad() {
        Executor full = task -> {
            throw new RejectedExecutionException("full");
        };
        var intake = new Intake<Integer, Integer>(full, numbers -> numbers, -1);
        assertInstanceOf(Unavailable.class, failure(intake.submit(1)));
        assertInstanceOf(Unavailable.class, failure(intake.submit(2)));
    }

    @Test
    void aListenerThatFailsIsNobodysBusiness() {
        var told = new ArrayList<String>();
        var announcements = new Announcements();
        announcements.subscribe(id -> {
            throw new RejectedExecutionException("full");
        });
        announcements.subscribe(told::add);

        announcements.changed(List.of("one", "two"));
        assertEquals(List.of("one", "two"), told);
    }
}
