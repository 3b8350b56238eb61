package net.bitwrk.client.peer;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * What a worker URL leads to: a seller's side of protocol section 9, for one sale. A fault ends the sale: it is answered
 * with 500 and a text, and the endpoint is gone. Closing ends whatever is under way. Thread-safe.
 */
public final class Endpoint implements Closeable {
    private static final System.Logger LOG = System.getLogger(Endpoint.class.getName());
    private static final String FORM = "application/x-www-form-urlencoded";

    private final String path;
    private final Sale sale;
    private final Endpoints endpoints;
    private final WorkReceiver receiver;
    private final Set<Thread> inside = new HashSet<>();
    private boolean isOver;

    Endpoint(String path, Sale sale, Endpoints endpoints) {
        this.path = path;
        this.sale = sale;
        this.endpoints = endpoints;
        this.receiver = new WorkReceiver(new AskedSale(sale), endpoints);
    }

    /** What follows {@code http://HOST:PORT} in the worker URL. */
    public String path() {
        return path;
    }

    void serve(Visit visit) {
        if (!enter()) {
            visit.hangUp(new IOException("the sale is over"));
            return;
        }
        try {
            dispatch(visit);
            visit.succeed();
        } catch (IOException | InterruptedException | RuntimeException e) {
            fail(visit, e);
        } finally {
            leave();
        }
    }

    private void dispatch(Visit visit) throws IOException, InterruptedException {
        switch (visit.method()) {
            case "OPTIONS" -> visit.answer(200, "application/json", SellerFeatures.OURS);
            case "POST" -> post(visit);
            default -> {
                visit.allowOnly("OPTIONS, POST");
                visit.refuse(405, "only OPTIONS and POST are possible here");
            }
        }
    }

    private void post(Visit visit) throws IOException, InterruptedException {
        if (!visit.contentType().equals(FORM)) {
            receiver.takeWork(visit, MultipartReader.boundary(visit.contentType()));
        } else {
            receiver.takeReceipt(visit);
            end();
        }
    }

    private void fail(Visit visit, Exception cause) {
        if (end()) {
            SaleFault fault = cause instanceof AskedSale.Failure failure ? failure.fault() : SaleFault.BUYER;
            if (cause instanceof RuntimeException) {
                LOG.log(System.Logger.Level.ERROR, "endpoint failed path=" + path, cause);
                fault = SaleFault.SELLER;
            }
            sale.failed(fault, reason(cause));
        }
        receiver.close();
        try {
            // Also after an interrupt the answer is worth the try.
            Thread.interrupted();
            visit.refuse(500, reason(cause));
            visit.succeed();
        } catch (IOException e) {
            visit.hangUp(cause);
        }
    }

    private static String reason(Exception cause) {
        String message = String.valueOf(cause.getMessage());
        return cause instanceof InterruptedException ? "the sale was ended" : message;
    }

    private synchronized boolean enter() {
        return !isOver && inside.add(Thread.currentThread());
    }

    private synchronized void leave() {
        inside.remove(Thread.currentThread());
        // An interrupt was for this sale, not for the next request that this thread serves.
        Thread.interrupted();
    }

    /** Whether this call was the one that ended it. */
    private boolean end() {
        endpoints.remove(this);
        synchronized (this) {
            boolean wasOpen = !isOver;
            isOver = true;
            return wasOpen;
        }
    }

    @Override
    public void close() {
        end();
        receiver.close();
        synchronized (this) {
            inside.forEach(Thread::interrupt);
        }
    }
}
