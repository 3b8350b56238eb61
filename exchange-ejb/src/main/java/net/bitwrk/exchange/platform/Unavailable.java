package net.bitwrk.exchange.platform;

import java.sql.SQLException;
import java.util.Set;

/** What the exchange needs, mostly its database, is not there just now. Nobody's mistake; trying again later may help. */
public final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** SQLSTATE classes: connection, resources, intervention of an operator (shutdown, too), system error. */
    private static final Set<String> AWAY_CLASSES = Set.of("08", "53", "57", "58");

    /** H2's: connection broken, database closed. */
    private static final Set<String> AWAY_STATES = Set.of("90067", "90098", "90121");

    /** Fit to be shown: whether the commit has happened is not known in every case. */
    static final String TEXT = "the exchange does not get through to its database, try again later;"
            + " what was asked for may be carried out all the same";

    Unavailable(Throwable cause) {
        super(TEXT, cause);
    }

    /** Whether the database was away. A server's pool that gets no connection tells no SQLSTATE. */
    static boolean isCauseOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                String state = sql.getSQLState();
                return state == null
                        || AWAY_STATES.contains(state)
                        || state.length() == 5 && AWAY_CLASSES.contains(state.substring(0, 2));
            }
        }
        return false;
    }
}
