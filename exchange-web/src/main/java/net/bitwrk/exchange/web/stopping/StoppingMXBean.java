package net.bitwrk.exchange.web.stopping;

/** For whoever ends the exchange's process: {@value Stopping#NAME}. */
public interface StoppingMXBean {
    /**
     * Refuses what comes from now on with 503, answers those who wait for a change, and lets the requests that were taken
     * before end.
     *
     * @param seconds how long to wait for those at the most
     * @return how many are not answered yet
     */
    int stop(int seconds);

    /** How many requests are not answered yet. */
    int getOpenRequests();
}
