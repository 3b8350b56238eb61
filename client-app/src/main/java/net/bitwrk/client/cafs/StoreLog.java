package net.bitwrk.client.cafs;

import java.lang.System.Logger.Level;

/** What happens to single chunks and files: option {@code log-cafs}. */
final class StoreLog {
    private static final System.Logger LOG = System.getLogger(StoreLog.class.getName());

    private StoreLog() {}

    static void tell(String event, OwnedKey id, long size) {
        if (LOG.isLoggable(Level.DEBUG)) {
            LOG.log(Level.DEBUG, event + " key=" + id.key() + " size=" + size + " owner=" + id.owner());
        }
    }
}
