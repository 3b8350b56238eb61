package net.bitwrk.client.trade;

import net.bitwrk.client.cafs.StoredFile;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What an activity comes to, and the wait for it: first word counts, but that a result comes after all. Thread-safe. */
final class Outcome {
    private volatile CompletableFuture<StoredFile> future = new CompletableFuture<>();

    StoredFile await() throws TradeFailed, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    StoredFile await(Duration limit) throws TradeFailed, InterruptedException, TimeoutException {
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static TradeFailed failure(ExecutionException e) {
        return e.getCause() instanceof TradeFailed failed
                ? failed
                : new TradeFailed(TradeFailed.Reason.EXCHANGE, String.valueOf(e.getCause()), e.getCause());
    }

    void whenThere(Runnable action) {
        future.whenComplete((file, failure) -> action.run());
    }

    void is(StoredFile file) {
        future.complete(file);
    }

    void is(TradeFailed failure) {
        future.completeExceptionally(failure);
    }

    /** Whoever asks from now on gets {@code file}; whoever waits already, when what is returned is run. */
    synchronized Runnable isAfterAll(StoredFile file) {
        CompletableFuture<StoredFile> before = future;
        future = CompletableFuture.completedFuture(file);
        return () -> before.complete(file);
    }

    /** There is none to wait for. */
    void isNothing() {
        future.cancel(false);
    }
}
