package net.bitwrk.exchange.platform;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A connection that outlives its database. Servers go on handing out pooled connections whose other end has been restarted, each
 * in its own way of being told otherwise; this one looks when a transaction begins whether it is broken, and connects anew. Once one
 * was lost all others are asked for a sign of life, too, as they know nothing of it until they are used. Within a transaction it
 * fails like any other. Used by one thread at a time, as connections are.
 */
final class LastingConnection implements InvocationHandler {
    /** What has not been used for longer is asked for a sign of life first. */
    private static final Duration IDLE = Duration.ofSeconds(30);

    private static final int ANSWER_SECONDS = 5;

    /** How often one was found broken, or could not be made. */
    private static final AtomicLong LOSSES = new AtomicLong();

    /** Connects to the database. */
    @FunctionalInterface
    interface Connector {
        Connection connect() throws SQLException;
    }

    private final Connector connector;
    private Connection current;
    private boolean isClosed;
    private boolean isInTransaction;
    private boolean autoCommit = true;
    private int isolation;
    private long lastUsed = System.nanoTime();
    private long knownLosses = LOSSES.get();

    private LastingConnection(Connector connector) throws SQLException {
        this.connector = connector;
        this.current = connector.connect();
        this.isolation = current.getTransactionIsolation();
    }

    static Connection of(Connector connector) throws SQLException {
        return (Connection) Proxy.newProxyInstance(
                LastingConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new LastingConnection(connector));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "equals":
                return proxy == arguments[0];
            case "hashCode":
                return System.identityHashCode(proxy);
            case "close", "abort":
                isClosed = true;
                return call(method, arguments);
            case "isClosed":
                // Broken is not closed: the next transaction finds it whole.
                return isClosed;
            case "setClientInfo":
                // Said by servers when they hand one out, and may not fail as connecting does.
                return call(method, arguments);
            case "commit":
                return ending(method, arguments);
            case "rollback":
                if (arguments != null) {
                    // To a savepoint: the transaction goes on.
                    return call(method, arguments);
                }
                if (isLost()) {
                    // The database has dropped the transaction with the connection.
                    return ended();
                }
                return ending(method, arguments);
            case "setAutoCommit":
                heal();
                autoCommit = (Boolean) arguments[0];
                return call(method, arguments);
            case "setTransactionIsolation":
                heal();
                isolation = (Integer) arguments[0];
                return call(method, arguments);
            default:
                heal();
                isInTransaction = !autoCommit;
                return call(method, arguments);
        }
    }

    private Object call(Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(current, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            lastUsed = System.nanoTime();
        }
    }

    private Object ending(Method method, Object... arguments) throws Throwable {
        try {
            return call(method, arguments);
        } finally {
            ended();
        }
    }

    private Object ended() {
        isInTransaction = false;
        return null;
    }

    private void heal() throws SQLException {
        if (isClosed || isInTransaction || !isBroken()) {
            return;
        }
        long losses = LOSSES.incrementAndGet();
        Connection fresh = connector.connect();
        fresh.setTransactionIsolation(isolation);
        fresh.setAutoCommit(autoCommit);
        knownLosses = losses;
        try {
            current.close();
        } catch (SQLException e) {
            // It is of no use to anybody any more.
        }
        current = fresh;
    }

    private boolean isBroken() throws SQLException {
        if (current.isClosed()) {
            return true;
        }
        long losses = LOSSES.get();
        if (losses == knownLosses && System.nanoTime() - lastUsed <= IDLE.toNanos()) {
            return false;
        }
        knownLosses = losses;
        return !current.isValid(ANSWER_SECONDS);
    }

    /** Whether it broke in its use. */
    private boolean isLost() throws SQLException {
        boolean lost = current.isClosed() && !isClosed;
        if (lost) {
            LOSSES.incrementAndGet();
        }
        return lost;
    }
}
