package net.bitwrk.exchange.platform;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Connects to a database that may be away. While it is, one thread at a time tries, a second after the last one, and
 * everybody else is told at once: connecting to a host that does not answer takes as long as the driver is patient, and would hold
 * all threads there are. Thread-safe.
 */
final class LoneTrial implements LastingConnection.Connector {
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final LastingConnection.Connector connector;
    private final LongSupplier nanoTime;
    private SQLException failure;
    private boolean isTrying;
    private long failed;

    LoneTrial(LastingConnection.Connector connector) {
        this(connector, System::nanoTime);
    }

    LoneTrial(LastingConnection.Connector connector, LongSupplier nanoTime) {
        this.connector = connector;
        this.nanoTime = nanoTime;
    }

    @Override
    public Connection connect() throws SQLException {
        begin();
        SQLException failedNow = null;
        try {
            return connector.connect();
        } catch (SQLException e) {
            failedNow = e;
            throw e;
        } finally {
            end(failedNow);
        }
    }

    private synchronized void begin() throws SQLException {
        if (failure == null) {
            return;
        }
        if (isTrying || nanoTime.getAsLong() - failed < PAUSE_NANOS) {
            throw new SQLTransientConnectionException(failure.getMessage(), failure.getSQLState(), failure);
        }
        isTrying = true;
    }

    private synchronized void end(SQLException failedNow) {
        // Also by whoever began before the first failure: then two may try at a time.
        isTrying = false;
        failure = failedNow;
        failed = nanoTime.getAsLong();
    }
}
