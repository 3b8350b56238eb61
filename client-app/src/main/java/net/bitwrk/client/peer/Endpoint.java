package net.bitwrk.client.peer;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a worker URL leads to: a seller's side of protocol section 9, for one sale. A fault is answered with 500 and a
 * text. Where the request has proved to be the buyer's it ends the sale, and the endpoint is gone; a stranger's does not,
 * for anybody can read the URL at the exchange. Closing ends whatever is under way. Thread-safe.
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
        this.receiver = new WorkReceiver(path, new AskedSale(sale), endpoints, this::buyerGone);
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

    /** Serves chunks to whoever has a ticket; a fault there is none of the sale. */
    void serveTicket(Visit visit, String ticket) {
        if (!enter()) {
            visit.hangUp(new IOException("the sale is over"));
            return;
        }
        try {
            var entered = endpoints.tickets().enter(visit.source(), path);
            if (entered.isPresent()) {
                try (Admission.Slot slot = entered.get()) {
                    visit.entered(slot);
                    receiver.serveTicket(visit, ticket);
                }
            } else {
                visit.refuse(503, "too many requests at once, try again");
            }
            visit.succeed();
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "assistive download broken off path=" + path, e);
            visit.hangUp(e);
        } finally {
            leave();
        }
    }

    /** Of assistive downloads, as long as they are good. */
    List<String> openTickets() {
        return receiver.tickets().open().stream()
                .map(ticket -> path + "/assist/" + ticket)
                .toList();
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
        boolean isReceipt = visit.contentType().equals(FORM);
        Admission admission = isReceipt ? endpoints.receipts() : endpoints.uploads();
        var entered = admission.enter(visit.source(), path);
        if (entered.isEmpty()) {
            // No fault of the sale: too many strangers at once.
            visit.refuse(503, "too many requests at once, try again");
            return;
        }
        try (Admission.Slot slot = entered.get()) {
            visit.entered(slot);
            if (!isReceipt) {
                receiver.takeWork(visit, MultipartReader.boundary(visit.contentType()));
            } else if (receiver.takeReceipt(visit)) {
                end();
            }
        }
    }

    private void fail(Visit visit, Exception cause) {
        if (cause instanceof RuntimeException) {
            LOG.log(System.Logger.Level.ERROR, "endpoint failed path=" + path, cause);
        }
        String reason = visit.givenUp().orElseGet(() -> reason(cause));
        if (visit.isBuyers() || cause instanceof AskedSale.Failure) {
            endWith(faultOf(cause), reason);
        } else {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "stranger refused path={0} source={1}: {2}",
                    path,
                    visit.source(),
                    reason);
        }
        try {
            // Also after an interrupt the answer is worth the try.
            Thread.interrupted();
            visit.refuse(500, reason);
            visit.succeed();
        } catch (IOException e) {
            visit.hangUp(cause);
        }
    }

    private void endWith(SaleFault fault, String reason) {
        if (end()) {
            sale.failed(fault, reason);
        }
        receiver.close();
    }

    /** Nobody waits for the result any more, so nobody will pay for it. */
    private void buyerGone() {
        endWith(SaleFault.BUYER, "the buyer hung up");
        synchronized (this) {
            inside.forEach(Thread::interrupt);
        }
    }

    private static SaleFault faultOf(Exception cause) {
        if (cause instanceof RuntimeException) {
            return SaleFault.SELLER;
        }
        return cause instanceof AskedSale.Failure failure ? failure.fault() : SaleFault.BUYER;
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
            receiver.tickets().end();
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
