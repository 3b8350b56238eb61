package net.bitwrk.exchange.platform;

import jakarta.transaction.TransactionManager;
import org.eclipse.persistence.platform.server.ServerPlatformBase;
import org.eclipse.persistence.sessions.DatabaseSession;
import org.eclipse.persistence.sessions.ExternalTransactionController;
import org.eclipse.persistence.transaction.JTATransactionController;

import javax.naming.InitialContext;
import javax.naming.NamingException;
import java.util.List;

/**
 * Tells EclipseLink where the server keeps its transaction manager. EclipseLink finds out by itself on Payara, but not
 * on WildFly; naming one server in the settings of the persistence unit would tie the archive to it.
 */
public final class PortableServerPlatform extends ServerPlatformBase {
    public PortableServerPlatform(DatabaseSession session) {
        super(session);
    }

    @Override
    public Class<? extends ExternalTransactionController> getExternalTransactionControllerClass() {
        return Controller.class;
    }

    /** Made by EclipseLink. */
    public static final class Controller extends JTATransactionController {
        private static final List<String> NAMES = List.of(
                "java:jboss/TransactionManager", "java:appserver/TransactionManager", "java:comp/TransactionManager");

        @Override
        protected TransactionManager acquireTransactionManager() throws NamingException {
            for (String name : NAMES) {
                try {
                    return InitialContext.doLookup(name);
                } catch (NamingException e) {
                    // Another server's name.
                    continue;
                }
            }
            throw new NamingException("no transaction manager under any of " + NAMES);
        }
    }
}
