package net.bitwrk.exchange.platform;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Who has locked a row reads what was committed last, also with a query that its connection has made before. H2 2.3 that
 * reuses results does not: h2database issue 4208, seen here as requests that were held for 30 s on a state long past.
 */
final class FreshReadsTest {
    private static final int CONNECTIONS = 8;
    private static final int TURNS = 600;

    private final Set<Long> taken = ConcurrentHashMap.newKeySet();

    @TempDir
    private Path folder;

    @Test
    void noTwoConnectionsReadTheSameCountUnderALock() throws Exception {
        String url = ShippedH2.url("jdbc:h2:file:" + folder.resolve("counter"));
        try (Connection owner = new org.h2.Driver().connect(url, null)) {
            owner.createStatement().execute("create table counter (id varchar primary key, counted bigint)");
            owner.createStatement().execute("insert into counter values ('a', 0)");
            countTogether(url);
            assertEquals((long) CONNECTIONS * TURNS, read(owner, "select counted from counter where id = ?"));
        }
    }

    private void countTogether(String url) throws Exception {
        var threads = Executors.newFixedThreadPool(CONNECTIONS);
        List<Callable<Integer>> counting = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            counting.add(() -> count(url));
        }
        try {
            int twice = 0;
            for (Future<Integer> each : threads.invokeAll(counting)) {
                twice += each.get();
            }
            assertEquals(0, twice, "turns that read what another had already changed");
        } finally {
            threads.shutdownNow();
        }
    }

    private int count(String url) throws SQLException {
        int twice = 0;
        try (Connection connection = new org.h2.Driver().connect(url, null)) {
            connection.setAutoCommit(false);
            for (int turn = 0; turn < TURNS; turn++) {
                read(connection, "select counted from counter where id = ?");
                read(connection, "select counted from counter where id = ? for update");
                long counted = read(connection, "select counted from counter where id = ?");
                twice += taken.add(counted) ? 0 : 1;
                write(connection, counted + 1);
                connection.commit();
            }
        }
        return twice;
    }

    private static long read(Connection connection, String query) throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, "a");
            ResultSet rows = statement.executeQuery();
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void write(Connection connection, long counted) throws SQLException {
        try (var statement = connection.prepareStatement("update counter set counted = ? where id = ?")) {
            statement.setLong(1, counted);
            statement.setString(2, "a");
            statement.executeUpdate();
        }
    }
}
