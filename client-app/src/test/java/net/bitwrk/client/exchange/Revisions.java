package net.bitwrk.client.exchange;

import java.util.HashMap;
import java.util.Map;

/** Tags of what an exchange shows, each new with every change, and waiting for one. Thread-safe. */
final class Revisions {
    private final Map<String, Integer> revisions = new HashMap<>();

    synchronized void changed(String id) {
        revisions.merge(id, 1, Integer::sum);
        notifyAll();
    }

    /** A tag of the object's present state, after waiting for one that is not {@code known}. */
    synchronized String tag(String id, String known, long waitMillis) throws InterruptedException {
        long end = System.nanoTime() + waitMillis * 1_000_000;
        while (tag(id).equals(known)) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return tag(id);
    }

    private String tag(String id) {
        return "\"r" + revisions.getOrDefault(id, 0) + "\"";
    }
}
