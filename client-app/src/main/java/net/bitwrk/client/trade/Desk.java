package net.bitwrk.client.trade;

import net.bitwrk.client.mandate.Grant;
import net.bitwrk.client.mandate.Mandates;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.money.Money;

import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * Where buys and sells wait for their turn, the oldest first: buys and sells of this client try each other; the others
 * bid at the exchange when a mandate or a given price, the limits and an exchange that answers permit it (protocol section
 * 11, promise C5). Thread-safe.
 */
final class Desk {
    private record Side(ArticleId article, BidType type) {}

    private final TradeLimits limits;
    private final Mandates mandates;
    private final BooleanSupplier exchangeAnswers;
    private final Executor soon;
    private final TreeMap<Long, Party> waiting = new TreeMap<>();
    private final Map<Side, Integer> unmatched = new HashMap<>();
    private int transmitting;

    /** @param soon runs what may block, for those who must not */
    Desk(TradeLimits limits, Mandates mandates, BooleanSupplier exchangeAnswers, Executor soon) {
        this.limits = limits;
        this.mandates = mandates;
        this.exchangeAnswers = exchangeAnswers;
        this.soon = soon;
    }

    /** From now on {@code party} may get a turn, which {@link #await} then tells; it must be called, or {@link #leave}. */
    synchronized void join(Party party) {
        waiting.put(party.activity().key(), party);
    }

    /** Waits for the turn of {@code party}, without end; an interrupt gives it up. */
    Turn await(Party party) throws TradeFailed, InterruptedException {
        try {
            look();
            return party.turn().get();
        } catch (InterruptedException | RuntimeException e) {
            leave(party);
            throw e;
        } catch (ExecutionException e) {
            throw new TradeFailed(TradeFailed.Reason.EXCHANGE, e.getCause().getMessage(), e.getCause());
        }
    }

    /** Gives up waiting, and what was given already. */
    void leave(Party party) {
        synchronized (this) {
            waiting.remove(party.activity().key());
        }
        undo(party);
    }

    /** The turn came together with the interrupt: what it gave goes back. */
    private void undo(Party party) {
        boolean wasGiven = party.turn().isDone() && !party.turn().isCompletedExceptionally();
        if (!wasGiven) {
            return;
        }
        Turn turn = party.turn().join();
        turn.local().ifPresent(match -> match.result().cancel(false));
        turn.bid().ifPresent(permit -> {
            permit.places().transferred();
            permit.grant().ifPresent(mandates::giveBack);
        });
    }

    /** Something changed that may give somebody a turn. */
    synchronized void look() {
        matchLocally();
        for (Iterator<Party> all = waiting.values().iterator(); all.hasNext(); ) {
            Party party = all.next();
            try {
                Optional<Turn.Permit> permit = permit(party);
                if (permit.isPresent()) {
                    all.remove();
                    party.turn().complete(Turn.bid(permit.get()));
                }
            } catch (UncheckedIOException e) {
                // What it would be permitted cannot be put down: then it is not permitted.
                all.remove();
                party.turn().completeExceptionally(e);
            }
        }
    }

    /** The same for those who must not block: a mandate is written to disk. */
    void lookSoon() {
        soon.execute(this::look);
    }

    private void matchLocally() {
        for (Party buy : waiting.values().stream()
                .filter(party -> party.type() == BidType.BUY)
                .toList()) {
            waiting.values().stream()
                    .filter(party ->
                            party.type() == BidType.SELL && party.article().equals(buy.article()))
                    .findFirst()
                    .ifPresent(sell -> match(buy, sell));
        }
    }

    private void match(Party buy, Party sell) {
        waiting.remove(buy.activity().key());
        waiting.remove(sell.activity().key());
        var match =
                new LocalMatch(buy.activity(), sell.activity(), buy.work().orElseThrow(), new CompletableFuture<>());
        buy.activity().matchedLocally(sell.activity().key());
        sell.activity().matchedLocally(buy.activity().key());
        buy.turn().complete(Turn.local(match));
        sell.turn().complete(Turn.local(match));
    }

    private Optional<Turn.Permit> permit(Party party) {
        var side = new Side(party.article(), party.type());
        boolean isBuy = party.type() == BidType.BUY;
        String obstacle = obstacle(party, side);
        party.activity().waitsFor(obstacle.isEmpty() ? mandateFor(party) : obstacle);
        if (!obstacle.isEmpty()) {
            return Optional.empty();
        }
        Optional<Grant> grant =
                party.price().isPresent() ? Optional.empty() : mandates.grant(party.type(), party.article());
        Optional<Money> price = party.price().or(() -> grant.map(Grant::price));
        return price.map(money -> new Turn.Permit(money, grant, take(side, isBuy)));
    }

    /** Why it may not bid yet, even if it is permitted; else empty. */
    private String obstacle(Party party, Side side) {
        if (!party.goesOut()) {
            return "a program of this computer to buy: to sell to others, start the client with -extport PORT";
        }
        if (!exchangeAnswers.getAsBoolean()) {
            return "the exchange, which does not answer";
        }
        if (unmatched.getOrDefault(side, 0) >= limits.unmatchedBids()) {
            return "the match of the bid before it (limit: -num-unmatched-bids)";
        }
        boolean isFull = party.type() == BidType.BUY && transmitting >= limits.transmittingBids();
        return isFull ? "the transfer of a buy before it (limit: -num-transmitting-bids)" : "";
    }

    private static String mandateFor(Party party) {
        String mandate = "a mandate to " + party.type().name().toLowerCase(Locale.ROOT) + " " + party.article()
                + ", given on the client's page";
        return party.type() == BidType.BUY ? mandate + ", or a price" : mandate;
    }

    private Places take(Side side, boolean isBuy) {
        unmatched.merge(side, 1, Integer::sum);
        transmitting += isBuy ? 1 : 0;
        return new Places(() -> freeUnmatched(side), () -> freeTransmitting(isBuy));
    }

    private void freeUnmatched(Side side) {
        synchronized (this) {
            unmatched.merge(side, -1, Integer::sum);
        }
        lookSoon();
    }

    private void freeTransmitting(boolean isBuy) {
        synchronized (this) {
            transmitting -= isBuy ? 1 : 0;
        }
        lookSoon();
    }
}
