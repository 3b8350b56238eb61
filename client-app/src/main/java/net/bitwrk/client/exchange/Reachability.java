package net.bitwrk.client.exchange;

import org.eclipse.jetty.http.HttpMethod;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether the exchange answers. An exchange that does not is no failure: it is asked again with growing pauses, and
 * whoever waits for it is told. Thread-safe.
 */
public final class Reachability {
    private static final System.Logger LOG = System.getLogger(Reachability.class.getName());
    private static final int OK = 200;
    private static final Duration PROBE = Duration.ofSeconds(10);

    private final Connection connection;
    private boolean closed;
    private boolean probing;
    private int failures;
    private Optional<String> problem = Optional.empty();
    private volatile Runnable returned = () -> {};

    Reachability(Connection connection) {
        this.connection = connection;
    }

    /** Asks the exchange for the first time, without waiting for the answer. */
    public void begin() {
        synchronized (this) {
            probing = true;
        }
        probe();
    }

    /** Has {@code action} run whenever the exchange answers again; it must not block. */
    public void onReturn(Runnable action) {
        returned = action;
    }

    public synchronized boolean answers() {
        return problem.isEmpty();
    }

    /** Why the exchange does not answer, for the user; empty while it does. */
    public synchronized Optional<String> problem() {
        return problem;
    }

    void answered() {
        synchronized (this) {
            failures = 0;
            if (problem.isEmpty()) {
                return;
            }
            problem = Optional.empty();
        }
        LOG.log(Level.INFO, "exchange answers url={0}", connection.base());
        returned.run();
    }

    /** A call had no answer; asks on by itself until there is one. */
    void failed(IOException error) {
        Duration pause;
        synchronized (this) {
            if (problem.isEmpty()) {
                LOG.log(Level.WARNING, error.getMessage());
            }
            problem = Optional.of(error.getMessage());
            if (probing || closed) {
                return;
            }
            probing = true;
            pause = Pauses.retry(++failures, error);
        }
        connection.later(pause, this::probe);
    }

    private void probe() {
        connection
                .start(connection.request(HttpMethod.GET, "/nonce", "text/plain"), PROBE)
                .whenComplete((answer, error) -> {
                    synchronized (this) {
                        probing = false;
                    }
                    if (error != null) {
                        failed(connection.noAnswer(error));
                    } else if (answer.status() != OK) {
                        failed(answer.refusal("GET /nonce"));
                    } else {
                        answered();
                    }
                });
    }

    synchronized void close() {
        closed = true;
    }
}
