package net.bitwrk.exchange.platform;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for what goes on beside requests, out of the container's factory. Not its executor: on Payara 6 with JDK 17 that
 * loses a task now and then, about one in some thousands, neither run nor refused, and whoever waits for it waits in vain.
 */
@ApplicationScoped
public class Tasks implements Executor {
    /** An intake a feature, markets that are being matched, waiting requests that are answered. */
    private static final int THREADS = Math.max(16, 4 * Runtime.getRuntime().availableProcessors());

    private static final int IDLE_SECONDS = 30;

    private final ThreadPoolExecutor threads;

    protected Tasks() {
        this.threads = null;
    }

    @Inject
    public Tasks(ManagedThreadFactory factory) {
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        threads.allowCoreThreadTimeOut(true);
    }

    /** Runs it soon, in the order of calls as far as threads are free; refused only at the end of the application. */
    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    @PreDestroy
    void end() {
        threads.shutdown();
    }
}
