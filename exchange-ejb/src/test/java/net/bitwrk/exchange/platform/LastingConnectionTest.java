package net.bitwrk.exchange.platform;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class LastingConnectionTest {
    private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    private final Deque<Connection> made = new ArrayDeque<>();
    private Connection connection;
    private boolean isAway;

    @BeforeEach
    void connect() throws SQLException {
        connection = LastingConnection.of(() -> {
            if (isAway) {
                throw new SQLException("nobody there", "08001");
            }
            Connection fresh = new org.h2.Driver().connect(url, null);
            made.addLast(fresh);
            return fresh;
        });
        connection.createStatement().execute("create table counted (n int)");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        assertTrue(made.getLast().isClosed());
    }

    private void insert() throws SQLException {
        connection.createStatement().execute("insert into counted values (1)");
    }

    private int count() throws SQLException {
        try (var rows = connection.createStatement().executeQuery("select count(*) from counted")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private void breakIt() throws SQLException {
        made.getLast().close();
    }

    @Test
    void aServerMayNameItsUserOnABrokenOne() throws SQLException {
        breakIt();
        isAway = true;
        assertThrows(SQLClientInfoException.class, () -> connection.setClientInfo("ApplicationName", "x"));
        isAway = false;
        assertEquals(0, count());
    }

    @Test
    void isWholeAgainWhenATransactionBegins() throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        connection.setAutoCommit(false);
        insert();
        connection.commit();
        breakIt();

        assertFalse(connection.isClosed());
        assertEquals(1, count());
        assertEquals(2, made.size());
        assertFalse(made.getLast().getAutoCommit());
        assertEquals(Connection.TRANSACTION_SERIALIZABLE, made.getLast().getTransactionIsolation());
    }

    @Test
    void isWholeAgainBeforeAStatementOfItsOwn() throws SQLException {
        breakIt();

        insert();

        assertEquals(1, count());
    }

    @Test
    void isAskedForASignOfLifeOnceAnotherWasLost() throws SQLException {
        var connects = new AtomicInteger();
        var isDead = new AtomicBoolean();
        Connection other = LastingConnection.of(() ->
                connects.incrementAndGet() == 1 ? unawareOfItsEnd(isDead) : new org.h2.Driver().connect(url, null));
        other.createStatement().close();
        isDead.set(true);
        assertThrows(SQLException.class, other::createStatement, "nothing tells it");

        breakIt();
        count();

        other.createStatement().close();
        assertEquals(2, connects.get());
        other.close();
    }

    /** As PostgreSQL's: open, until something is read from it. */
    private Connection unawareOfItsEnd(AtomicBoolean isDead) throws SQLException {
        Connection real = new org.h2.Driver().connect(url, null);
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (isDead.get() && method.getName().equals("createStatement")) {
                        throw new SQLException("the other end is gone", "08006");
                    }
                    return method.getName().equals("isValid") ? !isDead.get() : method.invoke(real, arguments);
                });
    }

    @Test
    void staysBrokenWithinATransaction() throws SQLException {
        connection.setAutoCommit(false);
        insert();
        breakIt();

        assertThrows(SQLException.class, this::insert);
        assertThrows(SQLException.class, connection::commit, "half of it would be missing");
        assertEquals(0, count(), "the next one");
    }

    @Test
    void isStillInTheTransactionAfterARollbackToASavepoint() throws SQLException {
        connection.setAutoCommit(false);
        insert();
        connection.rollback(connection.setSavepoint());
        breakIt();

        assertThrows(SQLException.class, this::insert);
    }

    @Test
    void hasNothingToRollBackOnceBroken() throws SQLException {
        connection.setAutoCommit(false);
        insert();
        breakIt();

        connection.rollback();

        assertEquals(0, count());
    }

    @Test
    void doesNotComeBackOnceClosed() throws SQLException {
        connection.close();

        assertTrue(connection.isClosed());
        assertThrows(SQLException.class, this::insert);
        assertEquals(1, made.size());
    }
}
