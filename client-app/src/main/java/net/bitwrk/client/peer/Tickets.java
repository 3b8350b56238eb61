package net.bitwrk.client.peer;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The tickets of one sale's assistive download (protocol section 9): whoever has one may load chunks of the work, once, from
 * this seller. Not to be guessed (assurance N5). Thread-safe.
 */
final class Tickets {
    /** As many as 0.7 makes. */
    private static final int COUNT = 2;

    private static final int BYTES = 16;

    private final Set<String> open = new LinkedHashSet<>();
    private boolean isOver;

    /** New ones, in hex; none after the end. */
    synchronized List<String> make(RandomGenerator random) {
        var made = new ArrayList<String>();
        for (int i = 0; i < COUNT && !isOver; i++) {
            byte[] bytes = new byte[BYTES];
            random.nextBytes(bytes);
            made.add(HexFormat.of().formatHex(bytes));
        }
        open.addAll(made);
        return made;
    }

    synchronized boolean isOpen(String ticket) {
        return open.contains(ticket);
    }

    /** Whether it was good; it is not any more. */
    synchronized boolean use(String ticket) {
        return open.remove(ticket);
    }

    synchronized List<String> open() {
        return List.copyOf(open);
    }

    synchronized void end() {
        isOver = true;
        open.clear();
    }
}
