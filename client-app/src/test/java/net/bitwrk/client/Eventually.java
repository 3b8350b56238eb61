package net.bitwrk.client;

import java.util.concurrent.Callable;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Waits for an event that nobody tells. */
public final class Eventually {
    private static final int TRIES = 3000;

    private Eventually() {}

    /** Returns as soon as {@code condition} holds; fails after 30 s, on a slow machine later. */
    public static void eventually(Callable<Boolean> condition) throws Exception {
        for (int i = 0; i < TRIES && !condition.call(); i++) {
            Thread.sleep(10);
        }
        assertTrue(condition.call(), "still not so after 30 s");
    }
}
