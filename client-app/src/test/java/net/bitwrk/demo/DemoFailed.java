package net.bitwrk.demo;

/** What the demo wanted to show is not so; the message says what. */
public final class DemoFailed extends Exception {
    private static final long serialVersionUID = 1;

    DemoFailed(String reason) {
        super(reason);
    }

    static void unless(boolean holds, String reason) throws DemoFailed {
        if (!holds) {
            throw new DemoFailed(reason);
        }
    }
}
