package net.bitwrk.exchange.platform;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Numbers for the one order in which everything that was accepted can be replayed. They are taken from the database in
 * blocks of a thousand, <em>after</em> the transaction has its locks: so what depends on something else always has the
 * higher number, on any number of nodes. Who writes in a transaction (the bids, the ledger) begins blocks of its own, as many
 * as it needs.
 */
@Dependent
public class ReplayOrder {
    /** No commit takes as long: what is older has everything before it that there will be. */
    public static final Duration SETTLED = Duration.ofSeconds(60);

    /** As the sequence of V1__exchange.sql steps. */
    private static final int BLOCK = 1000;

    private final EntityManager entities;

    protected ReplayOrder() {
        this(null);
    }

    @Inject
    public ReplayOrder(EntityManager entities) {
        this.entities = entities;
    }

    /** Numbers for the current transaction; the first one is fetched when it is asked for. */
    public LongSupplier begin() {
        return new LongSupplier() {
            private long next;
            private int left;

            @Override
            public long getAsLong() {
                if (left == 0) {
                    next = block();
                    left = BLOCK;
                }
                left--;
                return next++;
            }
        };
    }

    private long block() {
        Object number =
                entities.createNativeQuery("select nextval('replay_position')").getSingleResult();
        return ((Number) number).longValue();
    }
}
