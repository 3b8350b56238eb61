package net.bitwrk.client.peer;

import java.io.Closeable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Runs a seller's assistive downloads, a bounded number at once, at addresses that are allowed (assurance N1). */
final class Assistance implements Closeable {
    private static final System.Logger LOG = System.getLogger(Assistance.class.getName());
    /** Downloads at once; each takes two threads. */
    private static final int MAX_DOWNLOADS = 8;

    /** Protocol section 9: below 1024 bytes, an even number of lower-case digits. */
    private static final Pattern TICKET = Pattern.compile("https?://[!-~]{1,900}/assist/([0-9a-f]{2}){1,60}");

    private final Sellers sellers;
    private final Semaphore free = new Semaphore(MAX_DOWNLOADS);
    private final ExecutorService threads;

    Assistance(Sellers sellers) {
        this.sellers = sellers;
        var count = new AtomicInteger();
        this.threads = Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "assistance-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    static boolean isTicket(String url) {
        return TICKET.matcher(url).matches();
    }

    /** Begins to load what {@code sync} is missing, if the ticket is one and there is a place; does not wait for it. */
    void begin(String ticket, Sync sync) {
        if (!isTicket(ticket) || !free.tryAcquire()) {
            return;
        }
        try {
            var download = new AssistedDownload(sellers.requests(ticket), sync, threads);
            if (sync.isHelpedBy(download)) {
                threads.execute(() -> run(download));
                return;
            }
        } catch (PeerFault | RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "assistive download refused: {0}", e.getMessage());
        }
        free.release();
    }

    private void run(AssistedDownload download) {
        try {
            download.run();
        } finally {
            free.release();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
