package net.bitwrk.exchange.ledger;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import net.bitwrk.exchange.platform.ReplayOrder;
import net.bitwrk.protocol.id.LedgerKey;
import net.bitwrk.protocol.ledger.LedgerEntryView;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The ledger page by page, for whoever wants all of it: nothing comes in later between entries that were shown. */
@Stateless
public class LedgerPages {
    private final EntityManager entities;
    private final Clock clock;

    protected LedgerPages() {
        this(null, null);
    }

    @Inject
    public LedgerPages(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /** The first page of entries from {@code begin} on, in order of time; none younger than {@link ReplayOrder#SETTLED}. */
    public List<LedgerEntryView> first(Instant begin, int limit) {
        return behind(begin.toEpochMilli(), Long.MIN_VALUE, limit);
    }

    /**
     * The entries behind {@code last}, in order of time, those of one moment in the order in which they were written; none
     * younger than {@link ReplayOrder#SETTLED}, for of those some may not be committed yet.
     *
     * @return nothing where there is no such entry
     */
    public Optional<List<LedgerEntryView>> after(LedgerKey last, int limit) {
        return Optional.ofNullable(entities.find(LedgerEntry.class, last.text()))
                .map(entry -> behind(entry.enteredMillis(), entry.position(), limit));
    }

    private List<LedgerEntryView> behind(long millis, long position, int limit) {
        return entities
                .createQuery(
                        "select e from LedgerEntry e where e.enteredMillis >= :millis and e.enteredMillis <= :latest"
                                + " and (e.enteredMillis > :millis or e.position > :position)"
                                + " order by e.enteredMillis, e.position",
                        LedgerEntry.class)
                .setParameter("millis", millis)
                .setParameter("position", position)
                .setParameter(
                        "latest", clock.instant().minus(ReplayOrder.SETTLED).toEpochMilli())
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(LedgerEntry::view)
                .toList();
    }
}
