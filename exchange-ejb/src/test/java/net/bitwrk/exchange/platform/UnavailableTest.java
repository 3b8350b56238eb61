package net.bitwrk.exchange.platform;

import net.bitwrk.exchange.fixture.Database;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import javax.transaction.xa.XAException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Tag("O2")
final class UnavailableTest {
    private static Throwable wrapped(Throwable cause) {
        return new IllegalStateException("of the server", new RuntimeException("of JPA", cause));
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "40P01", "40001", "HYT00", "53300", "55P03", "57P01", "25006", "90098"})
    void isWhatHelpsWhenTriedLater(String state) {
        Unavailable away =
                Unavailable.of(wrapped(new SQLException("said\r\n so", state))).orElseThrow();
        assertTrue(Unavailable.reason(away).endsWith(state + ": said so"), Unavailable.reason(away));
        assertSame(away, Unavailable.of(wrapped(away)).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "22001", "42P01", "25P02"})
    void isNoBug(String state) {
        assertEquals(Optional.empty(), Unavailable.of(wrapped(new SQLException("said so", state))));
        assertFalse(Unavailable.isCauseOf(new SQLException("of a pool", (String) null, new SQLException("so", state))));
        assertEquals(Optional.empty(), Unavailable.of(new IllegalStateException("no database in it")));
    }

    @Test
    void isAFullPoolAndACommitThatBrokeOff() {
        assertTrue(Unavailable.isCauseOf(wrapped(new SQLException("In-use connections equal max-pool-size"))));
        assertTrue(Unavailable.isCauseOf(wrapped(new XAException("the connection was lost"))));
    }

    @Test
    void isALockThatOthersHold() throws SQLException {
        var source = new JdbcDataSource();
        source.setURL(ShippedH2.url("jdbc:h2:mem:held;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=1"));
        try (Connection holder = source.getConnection();
                var database = Database.on(source)) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("create table t (id int primary key)");
            holder.createStatement().execute("insert into t values (1)");
            holder.commit();
            holder.createStatement().execute("update t set id = 2");
            RuntimeException failure = assertThrows(
                    RuntimeException.class,
                    () -> database.transaction(() -> database.entities()
                            .createNativeQuery("update t set id = 3")
                            .executeUpdate()));
            assertTrue(Unavailable.isCauseOf(failure));
            assertTrue(Unavailable.reason(failure).contains("HYT00"), Unavailable.reason(failure));
        }
    }
}
