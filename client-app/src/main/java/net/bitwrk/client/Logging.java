package net.bitwrk.client;

import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One line an event, and of the libraries only what somebody should look at. Whoever names a configuration of
 * {@code java.util.logging} on the command line gets that instead.
 */
final class Logging {
    private static final String FORMAT = "java.util.logging.SimpleFormatter.format";

    /** Kept, because loggers that nobody holds lose their level. */
    private static final List<Logger> QUIET =
            List.of(Logger.getLogger("org.eclipse.jetty"), Logger.getLogger("org.bitcoinj"));

    private static final Logger STORE = Logger.getLogger("net.bitwrk.client.cafs");

    private Logging() {}

    /** Option {@code log-cafs}: what the store does, too. */
    static void showStore() {
        STORE.setLevel(Level.FINE);
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setLevel(Level.FINE);
        }
    }

    static void begin() {
        boolean isConfigured = System.getProperty("java.util.logging.config.file") != null
                || System.getProperty("java.util.logging.config.class") != null;
        if (!isConfigured) {
            System.setProperty(FORMAT, System.getProperty(FORMAT, "%1$tF %1$tT %4$s %5$s%6$s%n"));
            QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
        }
    }
}
