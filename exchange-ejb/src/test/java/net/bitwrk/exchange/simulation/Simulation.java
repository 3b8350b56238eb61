package net.bitwrk.exchange.simulation;

import net.bitwrk.exchange.bid.Market;
import net.bitwrk.exchange.fixture.MutableClock;
import net.bitwrk.exchange.platform.Settings;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.money.Currency;
import net.bitwrk.protocol.money.FeeRate;
import net.bitwrk.protocol.money.Money;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** One run: a workload, the real exchange, and the auditor between them. */
final class Simulation implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Simulation.class.getName());

    /** So little that money runs out now and then. */
    private static final long CAPITAL = 5000;

    /** So few that somebody has too many now and then. */
    private static final int MAX_OPEN_BIDS = 8;

    /** So many steps apart the whole history is compared. */
    private static final int WHOLE = 500;

    /** A failpoint is at most so many statements away. */
    private static final int FAR = 25;

    private static final Settings SETTINGS = new Settings(
            Optional.of(Money.of(CAPITAL, Currency.BTC)),
            true,
            FeeRate.STANDARD,
            Optional.empty(),
            false,
            List.of(),
            MAX_OPEN_BIDS,
            List.of(),
            "");

    private final long seed;
    private final MutableClock clock = new MutableClock(Instant.parse("2026-02-28T23:59:00Z"));
    private final BreakableSource source;
    private final Tables tables;
    private final Auditor auditor;
    private final Workload workload;
    private final Map<String, Integer> counts = new TreeMap<>();
    private Node node;

    Simulation(TestDatabase database, long seed) throws SQLException {
        this.seed = seed;
        this.source = new BreakableSource(database.source());
        this.tables = new Tables(database.source());
        this.auditor = new Auditor(clock, tables, CAPITAL, MAX_OPEN_BIDS);
        this.node = new Node(source, clock, SETTINGS);
        this.workload =
                new Workload(new SplittableRandom(seed), () -> node.nonces.issue(), auditor.model, new Participants());
    }

    void run(int steps) throws SQLException {
        LOG.log(System.Logger.Level.INFO, "simulation seed={0} steps={1}", Long.toString(seed), steps);
        int step = 0;
        try {
            for (; step < steps; step++) {
                step();
                auditor.check();
                if (step % WHOLE == WHOLE - 1) {
                    auditor.checkAll();
                }
            }
            auditor.checkAll();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("simulation with -Dseed=" + seed + " failed in step " + step + ": " + e, e);
        }
        counts.put("last resorts", auditor.model.lastResorts);
        LOG.log(System.Logger.Level.INFO, "simulation done seed={0} {1}", Long.toString(seed), counts);
    }

    private void step() throws SQLException {
        if (workload.chance(30)) {
            tell("bids", workload.bids(), node.bids::place, auditor::placed);
        } else if (workload.chance(15)) {
            tell("cancels", workload.cancels(), node.openBids::cancel, auditor::cancelled);
        } else if (workload.chance(60)) {
            tell("messages", workload.messages(), node.transactions::accept, auditor::said);
        } else if (workload.chance(25)) {
            tell("deposits", workload.deposits(), node.deposits::store, auditor::deposited);
        } else if (workload.chance(60)) {
            clock.set(Instant.ofEpochMilli(Math.max(clock.millis(), workload.time(clock.millis()))));
        } else if (workload.chance(90)) {
            tick();
        } else {
            restart();
        }
        for (Market market : workload.markets()) {
            if (workload.chance(15)) {
                match(market);
            }
        }
    }

    private <C, R> void tell(String what, C command, Function<C, R> boundary, BiConsumer<C, R> audit) {
        boolean isBroken = workload.chance(5);
        if (isBroken) {
            source.breakAfter(workload.below(FAR));
        }
        try {
            R answer = boundary.apply(command);
            assertFalse(isBroken && source.repair(), "a failed statement went unnoticed");
            audit.accept(command, answer);
            count(what);
        } catch (RuntimeException e) {
            if (!isBroken || !source.repair()) {
                throw e;
            }
            count(what + " that failed");
        }
    }

    private void match(Market market) throws SQLException {
        source.breakAfter(workload.chance(5) ? workload.below(FAR) : Integer.MAX_VALUE);
        boolean isBroken;
        try {
            node.matching.run(market);
            isBroken = source.repair();
            assertFalse(isBroken, "a failed statement went unnoticed");
        } catch (RuntimeException e) {
            isBroken = source.repair();
            if (!isBroken) {
                throw e;
            }
            node.matching.forget(market);
        }
        if (!isBroken) {
            counts.merge("matches", auditor.matched(market).size(), Integer::sum);
        }
    }

    /** Time-outs; then everything is matched that was left in the queue. */
    private void tick() throws SQLException {
        List<BidId> bids = node.openBids.due(Integer.MAX_VALUE);
        List<TransactionId> transactions = node.transactions.due(Integer.MAX_VALUE);
        node.timeOuts.tick();
        auditor.expired(bids, transactions);
        for (Market market : workload.markets()) {
            counts.merge("matches", auditor.matched(market).size(), Integer::sum);
        }
        assertTrue(
                auditor.model.open.stream().noneMatch(bid -> bid.state.equals("INQUEUE")),
                "a bid is left in the queue");
        node.inTransaction(node.nonces::forgetOld);
        workload.forgetSent();
        counts.merge("expired bids", bids.size(), Integer::sum);
        counts.merge("expired transactions", transactions.size(), Integer::sum);
    }

    private void restart() throws SQLException {
        node.close();
        node = new Node(source, clock, SETTINGS);
        tick();
        count("restarts");
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    @Override
    public void close() throws SQLException {
        node.close();
        tables.close();
        source.close();
    }
}
