package net.bitwrk.exchange.bid;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import net.bitwrk.exchange.ledger.Ledger;
import net.bitwrk.exchange.ledger.LockedBalances;
import net.bitwrk.exchange.ledger.Posting;
import net.bitwrk.exchange.nonce.NonceGate;
import net.bitwrk.exchange.nonce.Nonces;
import net.bitwrk.exchange.platform.ReplayOrder;
import net.bitwrk.exchange.refusal.Outcome;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidState;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.money.Currency;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The bids that still wait, and every way in which one can stop to: match, expiry, cancellation. Each of these happens
 * while the row of the market is locked, so none happens to a bid twice; looking for bids, and putting their expiry off, lock
 * no market.
 */
@Stateless
public class OpenBids {
    private static final Duration POSTPONED = Duration.ofSeconds(30);

    private final EntityManager entities;
    private final Clock clock;
    private final Ledger ledger;
    private final Nonces nonces;
    private final ReplayOrder order;

    protected OpenBids() {
        this(null, null, null, null, null);
    }

    @Inject
    public OpenBids(EntityManager entities, Clock clock, Ledger ledger, Nonces nonces, ReplayOrder order) {
        this.entities = entities;
        this.clock = clock;
        this.ledger = ledger;
        this.nonces = nonces;
        this.order = order;
    }

    /**
     * Takes bids back, in one database transaction; one outcome each. Refuses with {@link Reason#NONCE_REFUSED},
     * {@link Reason#SENDER_WRONG}, {@link Reason#OBJECT_UNKNOWN}, {@link Reason#BID_CLOSED}.
     */
    public List<Outcome<BidId>> cancel(List<CancelBid> commands) {
        Instant now = clock.instant();
        Map<String, Bid> bids = lock(commands.stream().map(CancelBid::bid).toList());
        LockedBalances balances = lockBalances(bids.values(), now);
        NonceGate gate = nonces.gate(commands.stream().map(CancelBid::nonce).toList());
        LongSupplier positions = order.begin();
        return commands.stream()
                .map(command -> gate.once(
                        command.nonce(),
                        command.document(),
                        command.signature(),
                        BidId::new,
                        () -> cancel(command, bids.get(command.bid().text()), balances, positions, now)))
                .toList();
    }

    private Outcome<BidId> cancel(
            CancelBid command, Bid bid, LockedBalances balances, LongSupplier positions, Instant now) {
        if (bid == null) {
            return Outcome.refused(Reason.OBJECT_UNKNOWN, "there is no bid '" + command.bid() + "'");
        }
        if (!bid.participant().equals(command.participant())) {
            return Outcome.refused(
                    Reason.SENDER_WRONG,
                    "address '" + command.participant() + "' did not place bid " + command.bid()
                            + ", only its owner can take it back");
        }
        if (!bid.state().isOpen() || bid.isExpired(now)) {
            return Outcome.refused(
                    Reason.BID_CLOSED,
                    "bid " + command.bid() + " is no longer open, it is "
                            + (bid.state().isOpen() ? BidState.EXPIRED : bid.state()));
        }
        release(bid, balances);
        bid.cancel(command, positions.getAsLong(), now);
        row(bid.market()).moveOn();
        return Outcome.of(command.bid());
    }

    /** Bids whose time is over and that may still be open, the longest overdue first. */
    public List<BidId> due(int limit) {
        return entities
                .createQuery(
                        "select b.id from Bid b where b.state in ('INQUEUE', 'PLACED') and b.dueMillis <= :now"
                                + " order by b.dueMillis",
                        String.class)
                .setParameter("now", clock.millis())
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(BidId::new)
                .toList();
    }

    /** Expires those of these bids that are still open and whose time is over; tells for each whether it did. */
    public List<Boolean> expire(List<BidId> ids) {
        Instant now = clock.instant();
        Map<String, Bid> bids = lock(ids);
        bids.values().removeIf(bid -> !bid.state().isOpen() || !bid.isExpired(now));
        LockedBalances balances = lockBalances(bids.values(), now);
        bids.values().stream().sorted((a, b) -> a.id().compareTo(b.id())).forEach(bid -> {
            release(bid, balances);
            bid.expire();
        });
        return ids.stream().map(id -> bids.containsKey(id.text())).toList();
    }

    /** Tries the expiry of these again a while later, so that they do not stand before others. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void postpone(Collection<BidId> ids) {
        Instant due = clock.instant().plus(POSTPONED);
        ids.forEach(id -> entities.find(Bid.class, id.text(), LockModeType.PESSIMISTIC_WRITE)
                .postpone(due));
    }

    /** Markets in which bids are INQUEUE. */
    public Set<Market> withQueue() {
        return entities
                .createQuery(
                        "select distinct b.article, b.currency from Bid b where b.state = 'INQUEUE'", Object[].class)
                .getResultList()
                .stream()
                .map(row -> new Market(new ArticleId((String) row[0]), Currency.valueOf((String) row[1])))
                .collect(Collectors.toSet());
    }

    /** Locks the market for the rest of the transaction. Returns the revision of its order book. */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public long lock(Market market) {
        return row(market).revision();
    }

    /** The bids in the book of a locked market that can still match, the oldest first. */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public List<OpenBid> placed(Market market, Instant now) {
        return in(market, BidState.PLACED, now, Integer.MAX_VALUE);
    }

    /** The first bids in the queue of a locked market that can still match, the oldest first, at most {@code limit}. */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public List<OpenBid> queued(Market market, Instant now, int limit) {
        return in(market, BidState.INQUEUE, now, limit);
    }

    private List<OpenBid> in(Market market, BidState state, Instant now, int limit) {
        return entities
                .createQuery(
                        "select b from Bid b where b.article = :article and b.currency = :currency and b.state = :state"
                                + " and b.expiresMillis > :now order by b.position",
                        Bid.class)
                .setParameter("article", market.article().text())
                .setParameter("currency", market.currency().name())
                .setParameter("state", state.name())
                .setParameter("now", now.toEpochMilli())
                .setMaxResults(limit)
                .getResultList()
                .stream()
                .map(Bid::open)
                .toList();
    }

    /**
     * Writes what matching came to, in a market that is locked: these bids go into the book, those have matched.
     *
     * @return the new revision of the book
     */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public long move(Market market, Collection<BidId> placed, Map<BidId, TransactionId> matched, Instant now) {
        Set<String> ids = new HashSet<>();
        placed.forEach(id -> ids.add(id.text()));
        matched.keySet().forEach(id -> ids.add(id.text()));
        Map<String, Bid> bids = byId(ids, LockModeType.NONE);
        placed.forEach(id -> bids.get(id.text()).place());
        matched.forEach((id, transaction) -> bids.get(id.text()).match(transaction, now));
        MarketRow row = row(market);
        row.moveOn();
        return row.revision();
    }

    /** Locks the markets of these bids, in order, and then the bids; those that do not exist are left out. */
    private Map<String, Bid> lock(Collection<BidId> ids) {
        Set<String> texts = ids.stream().map(BidId::text).collect(Collectors.toSet());
        byId(texts, LockModeType.NONE).values().stream()
                .map(Bid::market)
                .distinct()
                .sorted()
                .forEach(this::row);
        return byId(texts, LockModeType.PESSIMISTIC_WRITE);
    }

    private Map<String, Bid> byId(Collection<String> ids, LockModeType lock) {
        Map<String, Bid> bids = new HashMap<>();
        if (!ids.isEmpty()) {
            entities.createQuery("select b from Bid b where b.id in :ids order by b.id", Bid.class)
                    .setParameter("ids", ids)
                    .setLockMode(lock)
                    .getResultList()
                    .forEach(bid -> bids.put(bid.id(), bid));
        }
        return bids;
    }

    private MarketRow row(Market market) {
        MarketRow row = entities.find(MarketRow.class, new MarketRow.Key(market), LockModeType.PESSIMISTIC_WRITE);
        if (row == null) {
            row = new MarketRow(market);
            entities.persist(row);
            entities.flush();
        }
        return row;
    }

    private LockedBalances lockBalances(Collection<Bid> bids, Instant now) {
        return ledger.lock(bids.stream().map(Bid::participant).toList(), now);
    }

    /** Gives back what was blocked or reserved for a bid that ends without a match. */
    private static void release(Bid bid, LockedBalances balances) {
        bid.blocked()
                .ifPresent(total -> balances.post(Posting.bidReimburse(bid.participant(), total, new BidId(bid.id()))));
        if (bid.reserves()) {
            balances.endSale(bid.participant());
        }
    }
}
