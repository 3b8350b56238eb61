package net.bitwrk.client.exchange;

import net.bitwrk.protocol.id.Nonce;
import org.eclipse.jetty.http.HttpMethod;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One nonce fetched ahead, so that a bid need not wait for its own. It is given away once and only while fresh: a bid may be
 * sent again for 2 min, the last time waits 30 s for its answer, and all that is within the 180 s of its nonce's life.
 * Thread-safe.
 */
final class Nonces {
    private static final Duration FRESH = Duration.ofSeconds(20);
    private static final Duration FETCH = Duration.ofSeconds(10);
    private static final int OK = 200;

    private final Connection connection;
    private Optional<Nonce> ahead = Optional.empty();
    private long fetched;

    Nonces(Connection connection) {
        this.connection = connection;
    }

    /** The one that was fetched ahead, if it is still fresh. */
    synchronized Optional<Nonce> take() {
        Optional<Nonce> taken = ahead.filter(nonce -> System.nanoTime() - fetched < FRESH.toNanos());
        ahead = Optional.empty();
        return taken;
    }

    /** Fetches one for the next bid; that there is none is no failure. */
    void fetchAhead() {
        long begun = System.nanoTime();
        CompletableFuture<Answer> coming =
                connection.start(connection.request(HttpMethod.GET, "/nonce", "text/plain"), FETCH);
        coming.thenAccept(answer -> {
            if (answer.status() == OK) {
                put(new Nonce(answer.text()), begun);
            }
        });
    }

    private synchronized void put(Nonce nonce, long begun) {
        ahead = Optional.of(nonce);
        fetched = begun;
    }
}
