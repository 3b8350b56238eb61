package net.bitwrk.client.exchange;

import org.eclipse.jetty.client.Request;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Follows one object of the exchange without holding a thread: with {@code Prefer: wait}, and by polling in the rhythm
 * of BitWrk 0.7 where the exchange does not hold the request (protocol section 5). An exchange that does not answer is
 * asked again with growing pauses. Ends when closed or when the object is final. Thread-safe.
 *
 * @param <T> what the object is read as
 */
final class Watch<T> implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Watch.class.getName());

    /** Protocol section 5: the longest wait there is. */
    private static final int WAIT_SECONDS = 30;

    private static final Duration LIMIT = Duration.ofSeconds(WAIT_SECONDS + 15);
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;

    private final Connection connection;
    private final String path;
    private final Function<String, T> reader;
    private final Predicate<T> isFinal;
    private final Consumer<T> listener;

    private T latest;

    /** The last one that the listener has been told of: those who wait go on after it. */
    private T told;

    private String tag = "";
    private IOException failure;
    private IOException trouble;
    private int polls;
    private int failures;
    private boolean closed;
    private Request open;

    /** @param listener told of every state once, in order, before those who wait for it; must not block */
    Watch(Connection connection, String path, Function<String, T> reader, Predicate<T> isFinal, Consumer<T> listener) {
        this.connection = connection;
        this.path = path;
        this.reader = reader;
        this.isFinal = isFinal;
        this.listener = listener;
    }

    Watch<T> start() {
        ask();
        return this;
    }

    private void ask() {
        Request request = connection.get(path);
        synchronized (this) {
            if (closed) {
                return;
            }
            if (!tag.isEmpty()) {
                request.headers(fields -> fields.put("If-None-Match", tag).put("Prefer", "wait=" + WAIT_SECONDS));
            }
            open = request;
        }
        connection.start(request, LIMIT).whenComplete((answer, error) -> {
            if (error != null) {
                failed(connection.noAnswer(error));
            } else {
                answered(answer);
            }
        });
    }

    private void answered(Answer answer) {
        if (answer.status() != OK && answer.status() != NOT_MODIFIED) {
            failed(answer.refusal("GET " + path));
            return;
        }
        Duration pause;
        try {
            boolean changed = answer.status() == OK && take(answer);
            pause = changed ? Duration.ZERO : pauseAfter(answer);
        } catch (IllegalArgumentException e) {
            end(new IOException("GET " + path + " cannot be read: " + e.getMessage(), e));
            return;
        }
        if (pause.isZero()) {
            ask();
        } else {
            connection.later(pause, this::ask);
        }
    }

    /** Whether this is a new state, known by a new tag. */
    private boolean take(Answer answer) {
        T state = reader.apply(answer.text());
        String newTag = answer.field("ETag").or(() -> answer.field("X-ETag")).orElse("");
        synchronized (this) {
            failures = 0;
            trouble = null;
            if (closed || newTag.equals(tag) && latest != null && !tag.isEmpty()) {
                return false;
            }
            tag = newTag;
            latest = state;
            polls = 0;
        }
        listener.accept(state);
        synchronized (this) {
            told = state;
            closed |= isFinal.test(state);
            notifyAll();
        }
        return !newTag.isEmpty();
    }

    /** Nothing new: none where the exchange held the request, else the rhythm of polling. */
    private synchronized Duration pauseAfter(Answer answer) {
        failures = 0;
        trouble = null;
        boolean held = answer.field("Preference-Applied")
                .filter(applied -> applied.startsWith("wait"))
                .isPresent();
        return held ? Duration.ZERO : Pauses.poll(++polls);
    }

    private void failed(IOException error) {
        boolean passing = !(error instanceof ExchangeRefused refused) || refused.isPassing();
        if (!passing) {
            end(error);
            return;
        }
        int n;
        synchronized (this) {
            trouble = error;
            n = ++failures;
        }
        connection.later(Pauses.retry(n, error), this::ask);
    }

    private synchronized void end(IOException error) {
        failure = error;
        closed = true;
        notifyAll();
    }

    /** The latest state, if any has come. */
    synchronized Optional<T> latest() {
        return Optional.ofNullable(latest);
    }

    /**
     * Waits until {@code wanted} is true of a state, or the object is final.
     *
     * @throws IOException if the object cannot be had
     * @throws TimeoutException after {@code limit}
     */
    synchronized T await(Predicate<T> wanted, Duration limit)
            throws IOException, InterruptedException, TimeoutException {
        long end = System.nanoTime() + limit.toNanos();
        while (told == null || !wanted.test(told) && !isFinal.test(told)) {
            if (failure != null) {
                throw failure;
            }
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new TimeoutException(trouble == null ? "nothing new on " + path : trouble.getMessage());
            }
            if (closed) {
                throw new IOException("the watch on " + path + " was closed");
            }
            wait(left);
        }
        return told;
    }

    @Override
    public void close() {
        Request given;
        synchronized (this) {
            closed = true;
            given = open;
            notifyAll();
        }
        if (given != null) {
            abort(given);
        }
    }

    /** Jetty (12.1.14) fails with a null of its own where a request is just being sent; its answer is ignored then. */
    private static void abort(Request request) {
        try {
            request.abort(new IOException("no longer of interest"));
        } catch (NullPointerException e) {
            LOG.log(System.Logger.Level.DEBUG, "a watch ended while its request was being sent", e);
        }
    }
}
