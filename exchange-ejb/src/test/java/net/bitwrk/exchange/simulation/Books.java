package net.bitwrk.exchange.simulation;

import java.math.BigInteger;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Whether the real exchange's tables add up in themselves, and are those of the model: each entry sums to zero and names
 * the one before it, each account is the sum of its entries and never negative, what is blocked is that of open bids and
 * active transactions, and every retired transaction was settled once.
 */
final class Books {
    private static final class Sum {
        private String currency = "";
        private long available;
        private long blocked;
        private String lastEntry;

        private void add(String newCurrency, long toAvailable, long toBlocked) {
            if (toAvailable == 0 && toBlocked == 0) {
                return;
            }
            assertTrue(
                    currency.equals(newCurrency) || available == 0 && blocked == 0,
                    () -> "money in " + newCurrency + " on top of " + currency);
            currency = newCurrency;
            available = Math.addExact(available, toAvailable);
            blocked = Math.addExact(blocked, toBlocked);
            assertTrue(available >= 0 && blocked >= 0, () -> "negative: " + available + ", " + blocked);
        }
    }

    private final Tables tables;
    private final Map<String, Sum> sums = new TreeMap<>();
    private final Set<String> settled = new HashSet<>();
    private long position;

    Books(Tables tables) {
        this.tables = tables;
    }

    /** To be called after every step. */
    void check(Model model) throws SQLException {
        List<Tables.Entry> entries = tables.entriesAfter(position);
        entries.forEach(this::fold);
        assertEquals(
                model.ledger.takeFresh(),
                entries.stream().map(entry -> entry.entry().toString()).sorted().toList(),
                "new entries");
        assertEquals(model.transactions.size() - model.active.size(), settled.size(), "settled transactions");
        checkBalances(model);
        List<Tables.Bid> bids = tables.openBids();
        List<Tables.Transaction> transactions = tables.activeTransactions();
        assertEquals(shownBids(model.open.stream()), shown(bids), "open bids");
        assertEquals(shownTransactions(model.active.stream()), shownRows(transactions), "active transactions");
        checkBlocked(bids, transactions);
    }

    /** The whole history; slower the longer that is. */
    void checkAll(Model model) throws SQLException {
        assertEquals(shownBids(model.bids.values().stream()), shown(tables.bids()), "all bids");
        assertEquals(
                shownTransactions(model.transactions.values().stream()),
                shownRows(tables.transactions()),
                "all transactions");
        var again = new Books(tables);
        tables.entriesAfter(0).forEach(again::fold);
        assertEquals(settled, again.settled, "settled transactions, read again");
        assertEquals(
                sums.keySet().stream().map(this::shownSum).toList(),
                again.sums.keySet().stream().map(again::shownSum).toList(),
                "entries that were written have changed");
    }

    private void fold(Tables.Entry row) {
        ModelEntry entry = row.entry();
        BigInteger sum = Stream.of(entry.available(), entry.blocked(), entry.fee(), entry.world())
                .map(BigInteger::valueOf)
                .reduce(BigInteger.ZERO, BigInteger::add);
        assertEquals(BigInteger.ZERO, sum, () -> "entry does not add up: " + row);
        Sum available = sums.computeIfAbsent(entry.availableAccount(), address -> new Sum());
        Sum blocked = sums.computeIfAbsent(entry.blockedAccount(), address -> new Sum());
        assertEquals(available.lastEntry, row.availableBefore(), () -> "entry before " + row);
        assertEquals(available == blocked ? row.key() : blocked.lastEntry, row.blockedBefore(), () -> "before " + row);
        // Both sides at once where they are one account: what goes from one to the other leaves it never empty.
        if (available == blocked) {
            available.add(entry.currency(), entry.available(), entry.blocked());
        } else {
            available.add(entry.currency(), entry.available(), 0);
            blocked.add(entry.currency(), 0, entry.blocked());
        }
        available.lastEntry = row.key();
        blocked.lastEntry = row.key();
        if (entry.type().equals("TRANSACTION_FINISH") || entry.type().equals("TRANSACTION_REIMBURSE")) {
            assertTrue(settled.add(entry.cause()), () -> "settled twice: " + row);
        }
        position = row.position();
    }

    private void checkBalances(Model model) throws SQLException {
        List<String> real = tables.balances().stream()
                .peek(row -> assertEquals(shownSum(row.address()), shown(row), "balance and the sum of its entries"))
                .map(row -> row.address() + " " + money(row.available(), row.blocked(), row.currency()) + " sales "
                        + row.sales())
                .toList();
        List<String> expected = model.ledger.accounts().entrySet().stream()
                .filter(account -> account.getValue().isOpen)
                .map(account -> account.getKey() + " "
                        + money(account.getValue().available, account.getValue().blocked, account.getValue().currency)
                        + " sales " + model.countSales(account.getKey()))
                .toList();
        assertEquals(expected, real, "accounts");
    }

    private String shownSum(String address) {
        Sum sum = sums.computeIfAbsent(address, unmoved -> new Sum());
        return address + " " + money(sum.available, sum.blocked, sum.currency) + " " + sum.lastEntry;
    }

    private static String shown(Tables.Balance row) {
        return row.address() + " " + money(row.available(), row.blocked(), row.currency()) + " " + row.lastEntry();
    }

    /** An empty account has no currency. */
    private static String money(long available, long blocked, String currency) {
        return available == 0 && blocked == 0 ? "empty" : available + " + " + blocked + " " + currency;
    }

    private void checkBlocked(List<Tables.Bid> bids, List<Tables.Transaction> transactions) {
        Map<String, Long> blocked = new HashMap<>();
        bids.stream()
                .filter(bid -> bid.type().equals("BUY"))
                .forEach(bid -> blocked.merge(bid.participant(), bid.price() + bid.fee(), Math::addExact));
        transactions.forEach(row -> blocked.merge(row.buyer(), row.price() + row.fee(), Math::addExact));
        sums.forEach((address, sum) ->
                assertEquals(blocked.getOrDefault(address, 0L), sum.blocked, () -> "blocked of " + address));
    }

    private static Set<String> shownBids(Stream<ModelBid> bids) {
        return bids.map(bid -> bid.id + " " + bid.state).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> shown(List<Tables.Bid> bids) {
        return bids.stream().map(bid -> bid.id() + " " + bid.state()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> shownTransactions(Stream<ModelTransaction> transactions) {
        return transactions
                .map(one -> String.join(
                        " ",
                        one.id,
                        one.phase,
                        "revision " + one.revision,
                        "until " + one.timeout,
                        one.isRetired ? "RETIRED" : "ACTIVE",
                        one.price + " + " + one.fee + " " + one.currency()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> shownRows(List<Tables.Transaction> rows) {
        return rows.stream()
                .map(one -> String.join(
                        " ",
                        one.id(),
                        one.phase(),
                        "revision " + one.revision(),
                        "until " + one.timeout(),
                        one.state(),
                        one.price() + " + " + one.fee() + " " + one.currency()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
