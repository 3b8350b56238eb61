package net.bitwrk.exchange.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Commits what has queued up: one task at a time takes all commands that wait, gives them to a batch method, and answers
 * each after the commit. A lone command waits for nobody, and the batch grows with the load by itself.
 *
 * <p>Any thread may submit. The task ends when the queue is empty, so nothing has to be stopped.
 *
 * @param <C> a command
 * @param <R> what the batch method gives for each
 */
public final class Intake<C, R> {
    /** More gain nothing: a commit is cheap among so many. */
    private static final int MAX_BATCH = 512;

    /** At some thousand a second, what waits longer than its client does. */
    private static final int MAX_WAITING = 20_000;

    private record Waiting<C, R>(C command, CompletableFuture<R> answer) {}

    private final BlockingQueue<Waiting<C, R>> queue = new LinkedBlockingQueue<>(MAX_WAITING);
    private final AtomicBoolean running = new AtomicBoolean();
    private final Executor executor;
    private final Function<List<C>, List<R>> batch;
    private final Function<List<C>, List<R>> again;
    private final R tooMany;

    /**
     * @param batch one database transaction; gives one result a command, in order, and the same one where the command has
     *     been carried out before
     * @param tooMany the answer where too many wait
     */
    public Intake(Executor executor, Function<List<C>, List<R>> batch, R tooMany) {
        this(executor, batch, batch, tooMany);
    }

    /**
     * @param batch one database transaction; gives one result a command, in order
     * @param again the same after a failure, where the commands may have been carried out; gives the results of then
     * @param tooMany the answer where too many wait
     */
    public Intake(Executor executor, Function<List<C>, List<R>> batch, Function<List<C>, List<R>> again, R tooMany) {
        this.executor = executor;
        this.batch = batch;
        this.again = again;
        this.tooMany = tooMany;
    }

    /** Completes after the commit; with an exception where the database fails, {@link Unavailable} where it is away. */
    public CompletionStage<R> submit(C command) {
        var waiting = new Waiting<C, R>(command, new CompletableFuture<>());
        if (!queue.offer(waiting)) {
            return CompletableFuture.completedFuture(tooMany);
        }
        wake();
        return waiting.answer;
    }

    private void wake() {
        if (!queue.isEmpty() && running.compareAndSet(false, true)) {
            try {
                executor.execute(this::drain);
            } catch (RuntimeException e) {
                running.set(false);
                abandon(e);
            }
        }
    }

    /** No thread can be had: who waits is told. */
    private void abandon(RuntimeException rejected) {
        List<Waiting<C, R>> all = new ArrayList<>();
        queue.drainTo(all);
        all.forEach(waiting -> waiting.answer.completeExceptionally(new Unavailable(rejected)));
    }

    private static <C, R> List<C> commands(List<Waiting<C, R>> members) {
        return members.stream().map(Waiting::command).toList();
    }

    private void drain() {
        try {
            List<Waiting<C, R>> taken = new ArrayList<>();
            while (queue.drainTo(taken, MAX_BATCH) > 0) {
                Batches.run(
                        taken,
                        members -> batch.apply(commands(members)),
                        members -> again.apply(commands(members)),
                        (waiting, result) -> waiting.answer.complete(result),
                        (waiting, failure) -> waiting.answer.completeExceptionally(Unavailable.of(failure)
                                .<Throwable>map(away -> away)
                                .orElse(failure)));
                taken.clear();
            }
        } finally {
            running.set(false);
        }
        // What came between the last look and the line above.
        wake();
    }
}
