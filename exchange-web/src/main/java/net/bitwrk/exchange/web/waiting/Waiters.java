package net.bitwrk.exchange.web.waiting;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.HttpHeaders;
import net.bitwrk.exchange.platform.Announcements;
import net.bitwrk.exchange.web.ClientAddress;
import net.bitwrk.exchange.web.Replies;
import net.bitwrk.exchange.web.stopping.Stopping;

import java.net.InetAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Holds requests that wait for an object to change ({@code Prefer: wait}), as suspended responses. Each is woken by a task of its own
 * after the commit. A client that has gone is not noticed, so every wait is short and their number is bounded, in all and an
 * address; beyond that the answer comes at once, without {@code Preference-Applied}, and the client polls.
 */
@ApplicationScoped
public class Waiters {
    /** 28 kB of heap each. */
    private static final int MAX_IN_ALL = 5_000;

    private static final int MAX_OF_ADDRESS = 500;

    private final Map<String, Set<Waiter>> waiting = new ConcurrentHashMap<>();
    private final Map<InetAddress, Integer> ofAddress = new ConcurrentHashMap<>();
    private final ClientAddress clientAddress;
    private final Replies replies;
    private final Stopping stopping;

    private record Waiter(
            String id, Conditions conditions, Supplier<Tagged> state, AsyncResponse response, AtomicBoolean done) {
        /** Answers once, whoever comes first: change, time-out or failure. */
        boolean finish() {
            return done.compareAndSet(false, true);
        }
    }

    protected Waiters() {
        this.clientAddress = null;
        this.replies = null;
        this.stopping = null;
    }

    @Inject
    public Waiters(Announcements announcements, ClientAddress clientAddress, Replies replies, Stopping stopping) {
        this.clientAddress = clientAddress;
        this.replies = replies;
        this.stopping = stopping;
        announcements.subscribe(this::wake);
        stopping.subscribe(this::wakeAll);
    }

    /**
     * Answers with the object's state, at once or, where the request asks for that, when it is no longer the one that the
     * caller has.
     */
    public <V> void answer(Changing<V> object, Shape<V> shape, HttpServletRequest request, AsyncResponse response) {
        Supplier<Tagged> state = () -> object.as(shape);
        Conditions conditions = Conditions.of(
                request.getHeader(HttpHeaders.IF_NONE_MATCH), request.getHeader("Prefer"), clientAddress.of(request));
        Tagged now = state.get();
        if (!conditions.waits()) {
            response.resume(now.answer(conditions.ifNoneMatch(), false));
        } else if (!now.isKnown(conditions.ifNoneMatch())) {
            response.resume(now.answer(conditions.ifNoneMatch(), true));
        } else if (enter(conditions.caller())) {
            hold(new Waiter(object.id(), conditions, state, response, new AtomicBoolean()));
        } else {
            response.resume(now.answer(conditions.ifNoneMatch(), false));
        }
    }

    private boolean enter(InetAddress caller) {
        int all = ofAddress.values().stream().mapToInt(Integer::intValue).sum();
        int own = ofAddress.merge(caller, 1, Integer::sum);
        boolean fits = all < MAX_IN_ALL && own <= MAX_OF_ADDRESS;
        if (!fits) {
            leave(caller);
        }
        return fits;
    }

    private void leave(InetAddress caller) {
        ofAddress.computeIfPresent(caller, (address, count) -> count > 1 ? count - 1 : null);
    }

    private void hold(Waiter waiter) {
        waiting.compute(waiter.id, (id, others) -> {
            Set<Waiter> all = others == null ? ConcurrentHashMap.newKeySet() : others;
            all.add(waiter);
            return all;
        });
        // The time runs last: who is late without the handler gets 503, and who enters the list after it never leaves.
        waiter.response.setTimeoutHandler(late -> replies.run(() -> end(waiter)));
        waiter.response.setTimeout(waiter.conditions.patience().toSeconds(), TimeUnit.SECONDS);
        // What has changed between reading the state and entering the list woke nobody.
        check(waiter);
    }

    /** An object has changed: each who waits for it is looked after in a task. */
    private void wake(String id) {
        Set<Waiter> waiters = waiting.get(id);
        if (waiters != null) {
            waiters.forEach(waiter -> replies.run(() -> check(waiter)));
        }
    }

    /** The exchange stops: they are told what there is. */
    private void wakeAll() {
        waiting.keySet().forEach(this::wake);
    }

    private void check(Waiter waiter) {
        try {
            if (stopping.isBegun() || !waiter.state.get().isKnown(waiter.conditions.ifNoneMatch())) {
                end(waiter);
            }
        } catch (RuntimeException e) {
            fail(waiter, e);
        }
    }

    private void end(Waiter waiter) {
        if (waiter.finish()) {
            remove(waiter);
            try {
                waiter.response.resume(waiter.state.get().answer(waiter.conditions.ifNoneMatch(), true));
            } catch (RuntimeException e) {
                waiter.response.resume(e);
            }
        }
    }

    private void fail(Waiter waiter, RuntimeException failure) {
        if (waiter.finish()) {
            remove(waiter);
            waiter.response.resume(failure);
        }
    }

    private void remove(Waiter waiter) {
        leave(waiter.conditions.caller());
        waiting.computeIfPresent(waiter.id, (id, others) -> {
            others.remove(waiter);
            return others.isEmpty() ? null : others;
        });
    }
}
