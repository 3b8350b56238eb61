package net.bitwrk.exchange.platform;

import net.bitwrk.protocol.Malformed;

import javax.transaction.xa.XAException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Optional;
import java.util.Set;

/** What the exchange needs, mostly its database, is not there just now. Nobody's mistake; trying again later may help. */
public final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * SQLSTATE classes: connection, transaction rolled back (a deadlock, say), resources, intervention of an operator (shutdown, too), system error.
     */
    private static final Set<String> AWAY_CLASSES = Set.of("08", "40", "53", "57", "58");

    /**
     * Of a lock that cannot be had, or a query that took too long; of a standby that does not write; and H2's: object closed, in use by another
     * process, not written or read, connection broken, database closed.
     */
    private static final Set<String> AWAY_STATES = Set.of(
            "HYT00", "HYT01", "55P03", "25006", "90007", "90020", "90028", "90031", "90067", "90098", "90121", "90135");

    /** Fit to be shown: whether the commit has happened is not known in every case. */
    static final String TEXT = "the exchange does not get through to its database, try again later;"
            + " what was asked for may be carried out all the same";

    Unavailable(Throwable cause) {
        super(TEXT, cause);
    }

    /** This failure as one that trying again later may help with; nothing where it is of another kind. */
    public static Optional<Unavailable> of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Unavailable already) {
                return Optional.of(already);
            }
        }
        return isCauseOf(failure) ? Optional.of(new Unavailable(failure)) : Optional.empty();
    }

    /** Logs what has failed: with the stack trace of a bug, or in one line where trying again later may help. */
    public static void log(System.Logger log, String what, Throwable failure) {
        Optional<Unavailable> away = of(failure);
        if (away.isPresent()) {
            log.log(System.Logger.Level.WARNING, what + " because the database is away: " + reason(failure));
        } else {
            log.log(System.Logger.Level.ERROR, what, failure);
        }
    }

    /** What has caused a failure, in one line: what the database said, if it said anything. */
    public static String reason(Throwable failure) {
        Throwable told = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException || cause instanceof XAException) {
                told = cause;
            }
        }
        String state = told instanceof SQLException sql && sql.getSQLState() != null ? " " + sql.getSQLState() : "";
        String message = String.valueOf(told.getMessage()).replaceAll("\\s+", " ");
        return told.getClass().getSimpleName() + state + ": " + Malformed.shown(message);
    }

    /** Whether the database was away, or something in it that others hold. */
    static boolean isCauseOf(Throwable failure) {
        boolean isAway = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                // The innermost one tells: a server's pool wraps it in one without SQLSTATE.
                isAway = isAway(sql);
            } else if (cause instanceof XAException) {
                // A commit that broke off: servers drop its cause.
                isAway = true;
            }
        }
        return isAway;
    }

    /** A server's pool that gets no connection tells no SQLSTATE. */
    private static boolean isAway(SQLException failure) {
        String state = failure.getSQLState();
        return state == null
                || failure instanceof SQLTransientException
                || failure instanceof SQLRecoverableException
                || failure instanceof SQLNonTransientConnectionException
                || AWAY_STATES.contains(state)
                || state.length() == 5 && AWAY_CLASSES.contains(state.substring(0, 2));
    }
}
