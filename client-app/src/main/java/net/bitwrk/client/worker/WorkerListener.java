package net.bitwrk.client.worker;

/** Who sells the time of workers. Called without locks held, from any thread; must not block. */
public interface WorkerListener {
    /**
     * The worker is idle and nothing blocks it: a sale begins, which ends by {@link Worker#endSale} or
     * {@link Worker#failedSale}.
     */
    void isReady(Worker worker);

    /** The worker was unregistered: a sale of it that is not yet under way ends. Maybe told twice. */
    void isGone(Worker worker);
}
