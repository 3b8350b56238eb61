package net.bitwrk.exchange.platform;

import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;

/**
 * Reads that fail because the database is away fail at once. EclipseLink would try each twice more, 5 s apart, and hold a thread and its
 * caller for that long; whoever is told to come later does better, and {@link LastingConnection} connects anew.
 *
 * <p>Made by EclipseLink: named in {@code persistence.xml}.
 */
public final class OneTryReads implements SessionCustomizer {
    @Override
    public void customize(Session session) {
        ((DatabaseLogin) session.getDatasourceLogin()).setQueryRetryAttemptCount(0);
    }
}
