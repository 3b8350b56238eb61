package net.bitwrk.client.peer;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Notices callers that hang up while they wait. Jetty does not read from a connection between the end of a request and
 * its answer; so a look at each, a few times a second, needs no thread a waiter and cannot take anything away from
 * Jetty.
 */
public final class Hangups {
    private static final int MILLIS_BETWEEN_LOOKS = 200;

    private final Set<CallerWatch> watches = ConcurrentHashMap.newKeySet();

    public Hangups(ScheduledExecutorService timer) {
        timer.scheduleWithFixedDelay(this::look, MILLIS_BETWEEN_LOOKS, MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
    }

    /** From now on {@code hungUp} is run once when the caller hangs up, until the watch ends. */
    public CallerWatch watch(Request request, Response response, Runnable hungUp) {
        var watch = new CallerWatch(
                request.getConnectionMetaData().getConnection().getEndPoint(), response, hungUp, watches::remove);
        watches.add(watch);
        return watch;
    }

    private void look() {
        watches.forEach(CallerWatch::look);
    }
}
