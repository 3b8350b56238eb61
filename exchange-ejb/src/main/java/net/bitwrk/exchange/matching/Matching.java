package net.bitwrk.exchange.matching;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import net.bitwrk.exchange.bid.Market;
import net.bitwrk.exchange.bid.OpenBid;
import net.bitwrk.exchange.bid.OpenBids;
import net.bitwrk.exchange.ledger.Ledger;
import net.bitwrk.exchange.ledger.LockedBalances;
import net.bitwrk.exchange.ledger.Posting;
import net.bitwrk.exchange.transaction.Establish;
import net.bitwrk.exchange.transaction.Transactions;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.TransactionId;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Matches queued bids of a market, so many in one database transaction: bids, transactions and money differences are
 * written together, so a bid is MATCHED only when its transaction can be read.
 */
@Stateless
public class Matching {
    /** In one run; databases bound the parameters of a statement (PostgreSQL 65,535), and each bid may meet another. */
    static final int MOST_BIDS = 1000;

    private final Clock clock;
    private final OpenBids bids;
    private final Transactions transactions;
    private final Ledger ledger;
    private final OrderBooks books;
    private final SecureRandom random = new SecureRandom();

    protected Matching() {
        this(null, null, null, null, null);
    }

    @Inject
    public Matching(Clock clock, OpenBids bids, Transactions transactions, Ledger ledger, OrderBooks books) {
        this.clock = clock;
        this.bids = bids;
        this.transactions = transactions;
        this.ledger = ledger;
        this.books = books;
    }

    /**
     * Matches what is queued, the oldest first. Where the transaction fails, the caller calls {@link #forget} before the
     * next try. A bid with which that fails again and again holds its market up until it expires, and no longer.
     */
    public Round run(Market market) {
        long revision = bids.lock(market);
        Instant now = clock.instant();
        List<OpenBid> queue = bids.queued(market, now, MOST_BIDS);
        if (queue.isEmpty()) {
            return Round.NOTHING;
        }
        OrderBook book = books.take(market, revision).orElseGet(() -> rebuild(market, now));
        Set<BidId> placed = new LinkedHashSet<>();
        Map<TransactionId, Match> matches = new LinkedHashMap<>();
        for (OpenBid bid : queue) {
            book.offer(bid, now)
                    .ifPresentOrElse(
                            match -> {
                                matches.put(TransactionId.random(random), match);
                                placed.remove(match.buy().id());
                                placed.remove(match.sell().id());
                            },
                            () -> placed.add(bid.id()));
        }
        books.keep(market, write(market, placed, matches, now), book);
        return round(placed, matches);
    }

    private OrderBook rebuild(Market market, Instant now) {
        var book = new OrderBook();
        bids.placed(market, now).forEach(book::add);
        return book;
    }

    private long write(Market market, Set<BidId> placed, Map<TransactionId, Match> matches, Instant now) {
        List<Establish> commands = new ArrayList<>();
        Map<BidId, TransactionId> matched = new HashMap<>();
        matches.forEach((id, match) -> {
            OpenBid buy = match.buy();
            OpenBid sell = match.sell();
            commands.add(new Establish(
                    id,
                    buy.id(),
                    sell.id(),
                    buy.participant(),
                    sell.participant(),
                    market.article(),
                    match.price(),
                    match.fee(),
                    sell.reserves()));
            matched.put(buy.id(), id);
            matched.put(sell.id(), id);
        });
        giveBack(matches, now);
        transactions.establish(commands, now);
        return bids.move(market, placed, matched, now);
    }

    /** Gives buyers back at once what they had bid above the price. */
    private void giveBack(Map<TransactionId, Match> matches, Instant now) {
        List<OpenBid> buyers = matches.values().stream()
                .filter(match -> !match.difference().isZero())
                .map(Match::buy)
                .toList();
        LockedBalances balances =
                ledger.lock(buyers.stream().map(OpenBid::participant).toList(), now);
        matches.forEach((id, match) -> {
            if (!match.difference().isZero()) {
                balances.post(Posting.difference(match.buy().participant(), match.difference(), id));
            }
        });
    }

    private static Round round(Set<BidId> placed, Map<TransactionId, Match> matches) {
        Set<BidId> changed = new LinkedHashSet<>(placed);
        List<Round.Matched> matched = new ArrayList<>();
        matches.forEach((id, match) -> {
            changed.add(match.buy().id());
            changed.add(match.sell().id());
            matched.add(new Round.Matched(id, match.buy().id(), match.sell().id(), match.price()));
        });
        return new Round(changed, matched);
    }

    /** Takes expired bids out of this node's copies of order books, also where nobody bids any more. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public void sweep() {
        books.sweep(clock.instant());
    }

    /** Drops this node's copy of the order book: it is built anew from the database. */
    public void forget(Market market) {
        books.forget(market);
    }
}
