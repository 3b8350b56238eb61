package net.bitwrk.exchange.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Calls a batch method, which is one database transaction, and where that fails, calls it again for each member alone:
 * one that cannot be done costs the others nothing.
 */
public final class Batches {
    private Batches() {}

    /**
     * The results in the order of the members; those that fail even alone are told to {@code failed} and left out.
     *
     * @param batch gives one result a member
     */
    public static <C, R> void run(
            List<C> members, Function<List<C>, List<R>> batch, BiConsumer<C, R> done, BiConsumer<C, Throwable> failed) {
        List<R> results;
        try {
            results = batch.apply(members);
        } catch (RuntimeException e) {
            members.forEach(member -> alone(member, batch, done, failed));
            return;
        }
        deliver(members, results, done);
    }

    private static <C, R> void alone(
            C member, Function<List<C>, List<R>> batch, BiConsumer<C, R> done, BiConsumer<C, Throwable> failed) {
        List<R> result;
        try {
            result = twice(List.of(member), batch);
        } catch (RuntimeException e) {
            failed.accept(member, e);
            return;
        }
        deliver(List.of(member), result, done);
    }

    /** What failed because another node was quicker (a nonce, a new account) finds that the second time. */
    private static <C, R> List<R> twice(List<C> member, Function<List<C>, List<R>> batch) {
        try {
            return batch.apply(member);
        } catch (RuntimeException e) {
            return batch.apply(member);
        }
    }

    private static <C, R> void deliver(List<C> members, List<R> results, BiConsumer<C, R> done) {
        List<C> order = new ArrayList<>(members);
        for (int i = 0; i < order.size(); i++) {
            done.accept(order.get(i), results.get(i));
        }
    }
}
