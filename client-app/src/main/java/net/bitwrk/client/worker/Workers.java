package net.bitwrk.client.worker;

import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.article.ArticleId;

import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The registered workers (protocol section 11). Thread-safe. */
public final class Workers implements AutoCloseable {
    /** Protocol section 11: after a failed sale a worker rests. */
    public static final Duration REST = Duration.ofSeconds(20);

    /** More than a large render farm has; bounds what local programs can make the client hold. */
    private static final int MAX_WORKERS = 1024;

    private static final int MAX_ID_LENGTH = 255;
    private static final System.Logger LOG = System.getLogger(Workers.class.getName());

    private final int ownPort;
    private final Duration rest;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "worker-timer");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Worker> workers = new LinkedHashMap<>();
    private volatile WorkerListener listener = new WorkerListener() {
        @Override
        public void isReady(Worker worker) {
            worker.endSale();
        }

        @Override
        public void isGone(Worker worker) {}
    };

    /** @param ownPort the daemon's own port, to which no work is pushed */
    public Workers(int ownPort) {
        this(ownPort, REST);
    }

    public Workers(int ownPort, Duration rest) {
        this.ownPort = ownPort;
        this.rest = rest;
    }

    /** Who is told of workers that are ready; set once, before the first registers. */
    public void listen(WorkerListener newListener) {
        listener = newListener;
    }

    /**
     * A worker is idle: a new one, or a known one again, whatever the other fields then say.
     *
     * @param caller the address from which the call came
     * @throws Malformed if a field of a new worker is not what it has to be
     * @throws TooManyWorkers if no further worker is taken
     */
    public void register(String id, String article, String pushUrl, InetAddress caller) {
        if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
            throw new Malformed("id", id, "1 to " + MAX_ID_LENGTH + " characters");
        }
        Worker worker;
        synchronized (workers) {
            worker = workers.get(id);
            if (worker != null && !worker.isUnregistered()) {
                worker.becomeIdle();
            } else {
                worker = added(id, article, pushUrl, caller);
            }
        }
        offer(worker);
    }

    private Worker added(String id, String article, String pushUrl, InetAddress caller) {
        var worker = new Worker(this, id, new ArticleId(article), PushTarget.of(pushUrl, caller, ownPort));
        if (workers.size() >= MAX_WORKERS) {
            throw new TooManyWorkers(MAX_WORKERS);
        }
        workers.put(id, worker);
        LOG.log(Level.INFO, "worker registered id={0} article={1} url={2}", Malformed.shown(id), article, pushUrl);
        return worker;
    }

    /** False if no such worker is known. One that is at work stays listed until its sale ends. */
    public boolean unregister(String id) {
        Worker worker;
        synchronized (workers) {
            worker = workers.get(id);
            if (worker == null) {
                return false;
            }
            worker.unregister();
            forgetIfOver(worker);
        }
        LOG.log(Level.INFO, "worker unregistered id={0}", Malformed.shown(id));
        listener.isGone(worker);
        return true;
    }

    /** All workers, in the order in which they came. */
    public List<WorkerView> all() {
        synchronized (workers) {
            return workers.values().stream().map(Worker::view).toList();
        }
    }

    void restThenUnblock(Worker worker) {
        timer.schedule(() -> unblock(worker), rest.toMillis(), TimeUnit.MILLISECONDS);
    }

    void unblock(Worker worker) {
        worker.unblocked();
        synchronized (workers) {
            forgetIfOver(worker);
        }
        offer(worker);
    }

    private void forgetIfOver(Worker worker) {
        if (worker.isForgotten()) {
            workers.remove(worker.id(), worker);
        }
    }

    private void offer(Worker worker) {
        if (worker.takeIfReady()) {
            listener.isReady(worker);
            if (worker.isUnregistered()) {
                // Maybe before the sale was known to those who were told.
                listener.isGone(worker);
            }
        }
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
