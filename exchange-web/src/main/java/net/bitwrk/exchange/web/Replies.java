package net.bitwrk.exchange.web;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.AsyncResponse;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Sends suspended answers, each in a task of its own. The thread that resumes an answer writes it and then goes on with what
 * else the client has sent on that connection: no thread on which others depend may do that, neither an intake's nor a timer's.
 */
@ApplicationScoped
public class Replies {
    private final Executor executor;

    protected Replies() {
        this.executor = null;
    }

    @Inject
    public Replies(ManagedExecutorService executor) {
        this.executor = executor;
    }

    /** Answers soon with what {@code answer} gives, or throws. */
    public void send(AsyncResponse response, Callable<?> answer) {
        run(() -> {
            try {
                response.resume(answer.call());
            } catch (Throwable refused) {
                response.resume(refused);
            }
        });
    }

    /** Runs a task that may answer; here, if no thread can be had: nobody may be left without an answer. */
    public void run(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }
}
