package net.bitwrk.client.worker;

/** No further worker can be registered before others are unregistered. */
public final class TooManyWorkers extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyWorkers(int limit) {
        super("there are " + limit + " workers already, no more are taken");
    }
}
