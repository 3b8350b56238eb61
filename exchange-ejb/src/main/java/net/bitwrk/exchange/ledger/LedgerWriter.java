package net.bitwrk.exchange.ledger;

import jakarta.persistence.EntityManager;
import net.bitwrk.protocol.id.LedgerKey;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Writes the entries of one database transaction, all of one moment, each with the next place in the replay order. */
final class LedgerWriter {
    private final EntityManager entities;
    private final LongSupplier positions;
    private final Instant now;
    private final SecureRandom random = new SecureRandom();

    LedgerWriter(EntityManager entities, LongSupplier positions, Instant now) {
        this.entities = entities;
        this.positions = positions;
        this.now = now;
    }

    void open(Balance balance) {
        entities.persist(balance);
    }

    /** Writes the entry and moves both balances, which may be one. */
    LedgerKey write(Posting posting, Balance available, Balance blocked) {
        LedgerKey key = LedgerKey.random(random);
        var entry = new LedgerEntry(key, positions.getAsLong(), now, posting);
        entry.follow(available.lastEntry(), available == blocked ? Optional.of(key) : blocked.lastEntry());
        entities.persist(entry);
        available.moveAvailable(posting.available(), key);
        blocked.moveBlocked(posting.blocked(), key);
        return key;
    }
}
