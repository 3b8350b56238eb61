package net.bitwrk.client.trade;

/** How an activity is given up, once, and until when that is possible. Thread-safe. */
final class Cancellation {
    private Runnable action = () -> {};
    private boolean requested;
    private boolean tooLate;

    /** Whether it is given up by this call, so that {@link #run} has to follow. */
    synchronized boolean request() {
        boolean first = !requested && !tooLate;
        requested |= first;
        return first;
    }

    /** From now on nobody can give it up; false if somebody has. */
    synchronized boolean close() {
        tooLate = !requested;
        return tooLate;
    }

    synchronized boolean isRequested() {
        return requested;
    }

    synchronized boolean isTooLate() {
        return tooLate;
    }

    void run() {
        Runnable given;
        synchronized (this) {
            given = action;
        }
        given.run();
    }

    /** Sets what {@link #run} does; done at once if it was requested before. */
    void does(Runnable given) {
        boolean late;
        synchronized (this) {
            action = given;
            late = requested;
        }
        if (late) {
            given.run();
        }
    }
}
