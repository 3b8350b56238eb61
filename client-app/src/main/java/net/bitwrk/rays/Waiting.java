package net.bitwrk.rays;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Tells what a buy waits for, as the client knows it, whenever that becomes something else; until closed. */
public final class Waiting implements AutoCloseable {
    private final LocalClient client;
    private final String article;
    private final Consumer<String> listener;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        var asking = new Thread(task, "waiting");
        asking.setDaemon(true);
        return asking;
    });
    private String told = "";

    /** @param listener called by a thread of its own */
    public Waiting(LocalClient client, String article, Consumer<String> listener) {
        this.client = client;
        this.article = article;
        this.listener = listener;
        thread.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            client.whatABuyWaitsFor(article)
                    .filter(reason -> !reason.equals(told))
                    .ifPresent(reason -> {
                        told = reason;
                        listener.accept(reason);
                    });
        } catch (IOException e) {
            // Whoever waits for the result learns of it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
