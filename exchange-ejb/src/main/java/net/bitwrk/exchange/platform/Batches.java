package net.bitwrk.exchange.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Calls a batch method, which is one database transaction, and where that fails, calls it again for each member alone:
 * one that cannot be done costs the others nothing. Errors count as failures: nobody may be left without a result.
 *
 * <p>A failure does not tell that nothing was committed: the connection may have broken after that. So the method for the
 * next calls may be another one, which knows again what is done already.
 */
public final class Batches {
    private static final System.Logger LOG = System.getLogger(Batches.class.getName());
    private static final int MOST_AWAY = 3;

    private Batches() {}

    /**
     * The results in the order of the members; those that fail even alone are told to {@code failed} and left out.
     *
     * @param batch gives one result a member
     * @param again the same, for members that may be done already
     */
    public static <C, R> void run(
            List<C> members,
            Function<List<C>, List<R>> batch,
            Function<List<C>, List<R>> again,
            BiConsumer<C, R> done,
            BiConsumer<C, Throwable> failed) {
        List<R> results;
        try {
            results = batch.apply(members);
        } catch (Throwable e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "batch failed, its members are tried one by one members=" + members.size() + " because "
                            + Unavailable.reason(e));
            oneByOne(members, again, done, failed);
            return;
        }
        deliver(members, results, done);
    }

    /** Where the database is away for several in a row it is for all: each try may take as long as a pool waits. */
    private static <C, R> void oneByOne(
            List<C> members, Function<List<C>, List<R>> batch, BiConsumer<C, R> done, BiConsumer<C, Throwable> failed) {
        int away = 0;
        Throwable last = null;
        for (C member : members) {
            if (away == MOST_AWAY) {
                failed.accept(member, last);
                continue;
            }
            List<R> result;
            try {
                result = twice(List.of(member), batch);
            } catch (Throwable e) {
                away = Unavailable.isCauseOf(e) ? away + 1 : 0;
                last = e;
                failed.accept(member, e);
                continue;
            }
            away = 0;
            deliver(List.of(member), result, done);
        }
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
