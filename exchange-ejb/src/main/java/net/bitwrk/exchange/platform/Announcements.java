package net.bitwrk.exchange.platform;

import jakarta.enterprise.context.ApplicationScoped;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Tells listeners of this node which bids and transactions have changed. Always called after the commit, by whoever
 * called the boundary, and never from within its transaction. Listeners hand on to a task and return at once.
 */
@ApplicationScoped
public class Announcements {
    private static final System.Logger LOG = System.getLogger(Announcements.class.getName());

    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    /** @param listener gets the id of what has changed */
    public void subscribe(Consumer<String> listener) {
        listeners.add(listener);
    }

    public void changed(Collection<String> ids) {
        ids.forEach(id -> listeners.forEach(listener -> tell(listener, id)));
    }

    /** What has changed has changed: a listener that fails must not make the caller fail. */
    private static void tell(Consumer<String> listener, String id) {
        try {
            listener.accept(id);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a change was not told id=" + id, e);
        }
    }
}
