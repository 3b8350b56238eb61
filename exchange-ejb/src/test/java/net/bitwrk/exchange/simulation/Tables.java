package net.bitwrk.exchange.simulation;

import javax.sql.DataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads the real exchange's tables by plain SQL, past all of its code. */
final class Tables implements AutoCloseable {
    private final Connection connection;

    record Entry(String key, long position, ModelEntry entry, String availableBefore, String blockedBefore) {}

    record Balance(String address, String currency, long available, long blocked, long sales, String lastEntry) {}

    record Bid(String id, String type, String state, String currency, long price, long fee, String participant) {}

    record Transaction(
            String id,
            String buyerBid,
            String buyer,
            String currency,
            long price,
            long fee,
            String phase,
            int revision,
            long timeout,
            String state) {}

    @FunctionalInterface
    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    Tables(DataSource source) throws SQLException {
        this.connection = source.getConnection();
    }

    List<Entry> entriesAfter(long position) throws SQLException {
        return read("select * from ledger_entry where position > ? order by position", Tables::entry, position);
    }

    private static Entry entry(ResultSet row) throws SQLException {
        String cause = row.getString("bid_id");
        cause = cause == null ? row.getString("transaction_id") : cause;
        cause = cause == null ? row.getString("deposit_uid") : cause;
        var entry = new ModelEntry(
                row.getString("type"),
                row.getString("currency"),
                row.getString("available_address"),
                row.getLong("available_delta"),
                row.getString("blocked_address"),
                row.getLong("blocked_delta"),
                row.getLong("fee"),
                row.getLong("world"),
                cause == null ? "" : cause);
        return new Entry(
                row.getString("entry_key"),
                row.getLong("position"),
                entry,
                row.getString("available_before"),
                row.getString("blocked_before"));
    }

    List<Balance> balances() throws SQLException {
        return read(
                "select * from balance order by address",
                row -> new Balance(
                        row.getString("address"),
                        row.getString("currency"),
                        row.getLong("available"),
                        row.getLong("blocked"),
                        row.getLong("sales"),
                        row.getString("last_entry")));
    }

    List<Bid> openBids() throws SQLException {
        return read("select * from bid where state in ('INQUEUE', 'PLACED')", Tables::bid);
    }

    List<Bid> bids() throws SQLException {
        return read("select * from bid", Tables::bid);
    }

    private static Bid bid(ResultSet row) throws SQLException {
        return new Bid(
                row.getString("id"),
                row.getString("type"),
                row.getString("state"),
                row.getString("currency"),
                row.getLong("price"),
                row.getLong("fee"),
                row.getString("participant"));
    }

    List<Transaction> activeTransactions() throws SQLException {
        return read("select * from tx where state = 'ACTIVE'", Tables::transaction);
    }

    List<Transaction> transactions() throws SQLException {
        return read("select * from tx", Tables::transaction);
    }

    /** Of the bid that bought. */
    List<Transaction> transactionsOf(String buyerBid) throws SQLException {
        return read("select * from tx where buyer_bid = ?", Tables::transaction, buyerBid);
    }

    private static Transaction transaction(ResultSet row) throws SQLException {
        return new Transaction(
                row.getString("id"),
                row.getString("buyer_bid"),
                row.getString("buyer"),
                row.getString("currency"),
                row.getLong("price"),
                row.getLong("fee"),
                row.getString("phase"),
                row.getInt("revision"),
                row.getLong("timeout_ms"),
                row.getString("state"));
    }

    private <T> List<T> read(String query, Row<T> row, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(row.read(result));
                }
            }
            return rows;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
