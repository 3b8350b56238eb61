package net.bitwrk.exchange.simulation;

import javax.sql.DataSource;
import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.logging.Logger;

/**
 * A pool of connections that can be made to fail at the n-th statement or commit from now on: the failpoints of test M6.
 */
final class BreakableSource implements DataSource, AutoCloseable {
    private final DataSource source;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private int left = -1;

    BreakableSource(DataSource source) {
        this.source = source;
    }

    /** Lets {@code calls} statements and commits pass, then one fail. */
    void breakAfter(int calls) {
        left = calls;
    }

    /** Lets everything pass again. @return whether one has failed */
    boolean repair() {
        boolean hasFailed = left < 0;
        left = -1;
        return hasFailed;
    }

    private void pass() throws SQLException {
        if (left == 0) {
            left = -1;
            throw new SQLException("failpoint");
        }
        if (left > 0) {
            left--;
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection physical = idle.isEmpty() ? source.getConnection() : idle.pop();
        boolean[] isClosed = new boolean[1];
        return (Connection) proxy(Connection.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "close" -> {
                giveBack(physical, isClosed);
                yield null;
            }
            case "isClosed" -> isClosed[0];
            case "commit" -> {
                pass();
                yield call(physical, method, arguments);
            }
            case "prepareStatement", "createStatement" -> breakable(call(physical, method, arguments), method);
            default -> call(physical, method, arguments);
        });
    }

    /** As every pool does: what was not committed is gone. */
    private void giveBack(Connection physical, boolean[] isClosed) throws SQLException {
        if (!isClosed[0]) {
            isClosed[0] = true;
            if (!physical.getAutoCommit()) {
                physical.rollback();
                physical.setAutoCommit(true);
            }
            idle.push(physical);
        }
    }

    private Object breakable(Object statement, Method maker) {
        return proxy(maker.getReturnType(), (proxy, method, arguments) -> {
            if (method.getName().startsWith("execute")) {
                pass();
            }
            return call((Statement) statement, method, arguments);
        });
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(BreakableSource.class.getClassLoader(), new Class<?>[] {type}, handler);
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection physical : idle) {
            physical.close();
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter writer) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> wanted) throws SQLException {
        throw new SQLException("no wrapper for " + wanted.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> wanted) {
        return false;
    }
}
