package net.bitwrk.exchange.bid;

import jakarta.persistence.EntityManager;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.exchange.refusal.Refusal;
import net.bitwrk.protocol.identity.Address;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many open bids the participants of a batch have, whose balances are locked: so nobody fills the order books alone.
 */
final class OpenCounts {
    private final Map<String, Long> counts;
    private final int most;

    private OpenCounts(Map<String, Long> counts, int most) {
        this.counts = counts;
        this.most = most;
    }

    static OpenCounts of(Collection<PlaceBid> commands, EntityManager entities, int most, Instant now) {
        Map<String, Long> counts = new HashMap<>();
        List<String> participants = commands.stream()
                .map(command -> command.participant().text())
                .distinct()
                .toList();
        if (!participants.isEmpty()) {
            entities.createQuery(
                            "select b.participant, count(b) from Bid b where b.participant in :participants"
                                    + " and b.state in ('INQUEUE', 'PLACED') and b.expiresMillis > :now"
                                    + " group by b.participant",
                            Object[].class)
                    .setParameter("participants", participants)
                    .setParameter("now", now.toEpochMilli())
                    .getResultList()
                    .forEach(row -> counts.put((String) row[0], (Long) row[1]));
        }
        return new OpenCounts(counts, most);
    }

    Optional<Refusal> refusal(Address participant) {
        if (counts.getOrDefault(participant.text(), 0L) < most) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                Reason.TOO_MANY,
                "address '" + participant + "' has " + most + " open bids, no more are taken before some have ended"));
    }

    void add(Address participant) {
        counts.merge(participant.text(), 1L, Long::sum);
    }
}
