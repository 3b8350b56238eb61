package net.bitwrk.exchange.web.stopping;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The end of the exchange's process, as seen by its clients: what was taken is answered, what comes later is refused in
 * words. A server that just takes the application away loses answers to what has been committed, and says 500 to others.
 */
@ApplicationScoped
public class Stopping implements StoppingMXBean {
    /** And the context path. */
    static final String NAME = "net.bitwrk.exchange:type=Stopping,context=";

    private static final System.Logger LOG = System.getLogger(Stopping.class.getName());
    private static final Duration STEP = Duration.ofMillis(50);

    /** Counted is until an answer is made; this long it may take to write it. */
    private static final Duration WRITING = Duration.ofSeconds(1);

    private final AtomicInteger open = new AtomicInteger();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private volatile boolean begun;
    private ObjectName name;

    @Inject
    private ServletContext context;

    /** From the application's start on, not from its first request. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        LOG.log(System.Logger.Level.DEBUG, "can be stopped by {0}", name);
    }

    @PostConstruct
    void register() {
        try {
            name = new ObjectName(NAME + ObjectName.quote(context.getContextPath()));
            if (beans.isRegistered(name)) {
                beans.unregisterMBean(name);
            }
            beans.registerMBean(this, name);
        } catch (JMException e) {
            LOG.log(System.Logger.Level.WARNING, "the exchange can only be stopped at once", e);
        }
    }

    @PreDestroy
    void unregister() {
        try {
            beans.unregisterMBean(name);
        } catch (JMException e) {
            LOG.log(System.Logger.Level.DEBUG, "was not registered", e);
        }
    }

    /** Is told, once, when the end begins. */
    public void subscribe(Runnable listener) {
        listeners.add(listener);
    }

    public boolean isBegun() {
        return begun;
    }

    /** A request comes. @return false if it is too late for it; else leave() has to follow */
    boolean enter() {
        open.incrementAndGet();
        boolean late = begun;
        if (late) {
            open.decrementAndGet();
        }
        return !late;
    }

    void leave() {
        open.decrementAndGet();
    }

    @Override
    public int getOpenRequests() {
        return open.get();
    }

    @Override
    public int stop(int seconds) {
        begun = true;
        // The caller's is not the application's, and may be none: the server starts no task for such a thread.
        Thread.currentThread().setContextClassLoader(Stopping.class.getClassLoader());
        listeners.forEach(Runnable::run);
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        try {
            while (open.get() > 0 && System.nanoTime() < end) {
                Thread.sleep(STEP.toMillis());
            }
            Thread.sleep(WRITING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return open.get();
    }
}
