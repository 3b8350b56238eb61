package net.bitwrk.client.worker;

import net.bitwrk.protocol.article.ArticleId;

import java.io.IOException;

/**
 * A registered worker. A worker is offered when it is idle and no blocker is left; a blocker is a sale that still
 * needs it, or the rest after one that failed. Thread-safe.
 */
public final class Worker {
    private final Workers registry;
    private final String id;
    private final ArticleId article;
    private final PushTarget target;

    private boolean idle = true;
    private boolean unregistered;
    private int blockers;
    private String lastError = "";

    /** Whether {@code lastError} is the worker's own of this sale. */
    private boolean isBlamed;

    Worker(Workers registry, String id, ArticleId article, PushTarget target) {
        this.registry = registry;
        this.id = id;
        this.article = article;
        this.target = target;
    }

    public String id() {
        return id;
    }

    public ArticleId article() {
        return article;
    }

    /** Connects to the worker, which is not idle from here on; the caller closes what it gets. */
    public WorkPush push() throws IOException {
        synchronized (this) {
            idle = false;
        }
        try {
            return new WorkPush(target, registry.timer());
        } catch (IOException e) {
            failed(e.getMessage(), true);
            throw e;
        }
    }

    /**
     * The worker did not do its work.
     *
     * @param countsAsIdle false after a status 500: it will report back by itself (protocol section 11)
     */
    public synchronized void failed(String reason, boolean countsAsIdle) {
        lastError = reason;
        isBlamed = true;
        idle |= countsAsIdle;
    }

    /** The sale that {@link WorkerListener#isReady} began has what it wants of the worker, or was given up. */
    public void endSale() {
        registry.unblock(this);
    }

    /**
     * That sale failed: the worker rests.
     *
     * @param ended whether {@link #endSale} was called for it before
     */
    public void failedSale(String reason, boolean ended) {
        synchronized (this) {
            // What the worker itself did wrong says more than that the transaction ended.
            lastError = isBlamed ? lastError : reason;
            blockers += ended ? 1 : 0;
        }
        registry.restThenUnblock(this);
    }

    /** Begins a sale if the worker can be offered. */
    synchronized boolean takeIfReady() {
        boolean ready = idle && blockers == 0 && !unregistered;
        if (ready) {
            blockers++;
            isBlamed = false;
        }
        return ready;
    }

    synchronized void becomeIdle() {
        idle = true;
        lastError = "";
    }

    synchronized void unblocked() {
        blockers--;
    }

    synchronized void unregister() {
        unregistered = true;
    }

    /** Unregistered, and no sale holds it any more. */
    synchronized boolean isForgotten() {
        return unregistered && blockers == 0;
    }

    synchronized boolean isUnregistered() {
        return unregistered;
    }

    synchronized WorkerView view() {
        return new WorkerView(id, article, target.text(), idle, unregistered, blockers, lastError);
    }
}
