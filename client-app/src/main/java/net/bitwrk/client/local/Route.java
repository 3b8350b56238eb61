package net.bitwrk.client.local;

import java.util.Set;

/**
 * One row of the table in protocol section 11.
 *
 * @param path exactly, or, ending in {@code /}, with anything behind it; {@code /} alone is exact
 * @param methods that have an action here; GET includes HEAD
 * @param access who may call
 * @param effect what a call leaves behind
 */
public record Route(String path, Set<String> methods, Access access, Effect effect, Action action) {
    /** Who may call, besides the rules that hold for all calls. */
    public enum Access {
        /** Whoever reaches the interface. */
        OPEN,
        /** This computer only: "guarded". */
        GUARDED,
        /** This computer, and the networks of {@code -allow-buy}. */
        BUYERS
    }

    /** Decides which requests of browsers are let through (assurance D0, D1). */
    public enum Effect {
        /** A page of ours: links and address bars may lead there. */
        PAGE,
        /** Reads only. */
        READS,
        /** Commands the daemon. */
        CHANGES
    }

    public Route {
        methods = Set.copyOf(methods);
    }

    public static Route get(String path, Access access, Effect effect, Action action) {
        return new Route(path, Set.of("GET"), access, effect, action);
    }

    public static Route post(String path, Access access, Action action) {
        return new Route(path, Set.of("POST"), access, Effect.CHANGES, action);
    }

    boolean leadsTo(String called) {
        boolean isPrefix = path.endsWith("/") && path.length() > 1;
        return isPrefix ? called.startsWith(path) : called.equals(path);
    }

    boolean takes(String method) {
        return methods.contains(method.equals("HEAD") ? "GET" : method);
    }
}
