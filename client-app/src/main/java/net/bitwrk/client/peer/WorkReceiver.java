package net.bitwrk.client.peer;

import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.client.sync.Meter;
import net.bitwrk.client.sync.SyncInfoJson;
import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.document.Form;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.hash.Secret;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The requests of one sale in their order (protocol section 9): work in one or two requests, of which the latter is
 * answered with the result, then the receipt.
 */
final class WorkReceiver implements Closeable {
    /** All that chunks can be, and what multipart and gzip add. */
    private static final long MAX_CHUNKED = SyncInfoJson.MAX_BYTES + 98_304L * (131_072 + 64);

    /** Protocol section 9, assistive downloads. */
    private static final String TICKETS = "X-AssistiveDownloadTicket";

    private static final int MAX_RECEIPT = 1024;
    private static final int LIST_BUFFER = 4096;

    private final String path;
    private final AskedSale sale;
    private final Endpoints endpoints;
    private final Runnable buyerGone;
    private final Tickets tickets = new Tickets();
    private boolean hasWork;
    private boolean hasReceipt;
    private Optional<Sync> sync = Optional.empty();
    private Optional<GivenResult> given = Optional.empty();

    /** What the receipt must be for. */
    private record GivenResult(Hash hash, Secret key) {}

    private record Receipt(Hash hash, String signature) {}

    /**
     * @param path of the worker URL
     * @param buyerGone run when the buyer has hung up while its work is at the worker
     */
    WorkReceiver(String path, AskedSale sale, Endpoints endpoints, Runnable buyerGone) {
        this.path = path;
        this.sale = sale;
        this.endpoints = endpoints;
        this.buyerGone = buyerGone;
    }

    void takeWork(Visit visit, String boundary) throws IOException, InterruptedException {
        try (var parts = new Parts(endpoints.store().put(sale.buyer()))) {
            read(visit, boundary, parts);
            if (parts.has("work")) {
                takeWhole(visit, parts);
            } else if (parts.has("buyersecret")) {
                beginSync(visit, parts);
            } else if (parts.has("chunkdata")) {
                finishSync(visit);
            } else {
                takeTicket(visit, parts.ticket());
            }
        }
    }

    private void read(Visit visit, String boundary, Parts parts) throws IOException {
        InputStream raw = visit.raw(MAX_CHUNKED);
        parts.read(new MultipartReader(visit.decoded(raw), boundary), new Parts.Taker() {
            @Override
            public void begins(String part) throws PeerFault {
                if (part.equals("chunkdata")) {
                    begunSync();
                } else if (!part.equals("assisturl")) {
                    checkFirst();
                }
            }

            @Override
            public void takeChunks(InputStream chunkData) throws IOException {
                WorkReceiver.this.takeChunks(visit, chunkData);
            }

            @Override
            public Meter memory() {
                return visit.memory();
            }
        });
        if (raw.read() >= 0) {
            throw new PeerFault("something follows the form data");
        }
        visit.patient();
    }

    private void takeWhole(Visit visit, Parts parts) throws IOException, InterruptedException {
        WorkHashes published = sale.prove(parts.secret());
        claim(visit);
        deliver(visit, parts.storeWork(), published, parts.secret());
    }

    private void beginSync(Visit visit, Parts parts) throws IOException, InterruptedException {
        // Proved before the list is written: it would tell a stranger what this buyer has sent before (assurance N9).
        sale.prove(parts.secret());
        claim(visit);
        var begun = new Sync(
                parts.syncInfo().orElseThrow(), parts.secret(), visit.source(), endpoints.store(), sale.buyer());
        synchronized (this) {
            sync = Optional.of(begun);
        }
        if (parts.has("syncinfojson")) {
            visit.addHeader(TICKETS, tickets(visit));
        }
        // Not closed on failure: the buyer must see that the end is missing.
        OutputStream list = new BufferedOutputStream(visit.answer("application/x-wishlist"), LIST_BUFFER);
        begun.writeList(list);
        list.close();
    }

    /** Chunks from another seller are an offer, taken only from where the sync came from; whatever comes of it is no fault. */
    private void takeTicket(Visit visit, String ticket) throws IOException {
        visit.answer(200, "", "");
        Optional<Sync> begun = sync();
        if (begun.filter(known -> known.isFrom(visit.source())).isPresent()) {
            endpoints.assist(ticket, begun.get());
        }
    }

    private synchronized Optional<Sync> sync() {
        return sync;
    }

    /** Tickets for other sellers of this buyer. */
    Tickets tickets() {
        return tickets;
    }

    /** Serves a chunk to whoever has a ticket. */
    void serveTicket(Visit visit, String ticket) throws IOException {
        Optional<Sync> begun = sync();
        if (begun.isPresent()) {
            new TicketDesk(tickets, begun.get()).serve(visit, ticket);
        } else {
            visit.refuse(404, "there is no such ticket");
        }
    }

    /** Chunks come without the secret: the buyer is known by where its sync came from, or by having what is asked for. */
    private void takeChunks(Visit visit, InputStream chunkData) throws IOException {
        Sync begun = begunSync();
        if (begun.isFrom(visit.source())) {
            visit.provesBuyer();
        }
        begun.takeChunks(chunkData, visit::provesKnowledge);
    }

    /** As JSON; the buyer called this endpoint by its worker URL, so the tickets' URLs begin as that does. */
    private String tickets(Visit visit) {
        String url = "http://" + visit.authority() + path + "/assist/";
        return tickets.make(endpoints.random()).stream()
                .map(ticket -> '"' + url + ticket + '"')
                .collect(Collectors.joining(",", "[", "]"));
    }

    private void finishSync(Visit visit) throws IOException, InterruptedException {
        Sync begun = begunSync();
        if (!visit.hasKnowledge()) {
            throw new PeerFault("nothing proves that this is the buyer, for no chunk was asked for");
        }
        StoredFile work = begun.finish();
        visit.provesBuyer();
        WorkHashes published = sale.prove(begun.secret());
        deliver(visit, work, published, begun.secret());
    }

    /** Once there is work the secret proves nothing any more: it is published. */
    private synchronized void checkFirst() throws PeerFault {
        if (hasWork) {
            throw new PeerFault("the work has been sent before");
        }
    }

    /** The first with the right secret is the buyer. */
    private synchronized void claim(Visit visit) throws PeerFault {
        checkFirst();
        visit.provesBuyer();
        hasWork = true;
    }

    private synchronized Sync begunSync() throws PeerFault {
        return sync.orElseThrow(() -> new PeerFault("chunkdata comes before syncinfojson or a32chunks"));
    }

    private void deliver(Visit visit, StoredFile work, WorkHashes published, Secret secret)
            throws IOException, InterruptedException {
        if (!work.key().equals(published.work())) {
            throw new PeerFault("the work has the hash " + work.key() + " instead of " + published.work());
        }
        sale.publish(secret);
        var key = Secret.random(endpoints.random());
        visit.watch(endpoints.hangups(), buyerGone);
        try (InputStream result = sale.work(work)) {
            new ResultSender(key, hash -> give(new GivenResult(hash, key))).send(result, visit);
        }
    }

    private synchronized void give(GivenResult result) {
        given = Optional.of(result);
    }

    /** Whether the sale is done by this. */
    boolean takeReceipt(Visit visit) throws IOException, InterruptedException {
        Receipt receipt = readReceipt(visit);
        GivenResult result = givenResult();
        if (!receipt.hash.equals(result.hash)) {
            throw new PeerFault("encresulthash is " + receipt.hash + " instead of " + result.hash);
        }
        if (!sale.isSignedByBuyer(result.hash, receipt.signature)) {
            throw new PeerFault("encresulthashsig is not the buyer's signature over " + result.hash);
        }
        boolean isFirst = claimReceipt(visit);
        // Answered before it is published: a 0.7 buyer that sees UNVERIFIED first hangs up and reports a failure.
        visit.answer(200, "", "");
        if (isFirst) {
            sale.publish(result.hash, receipt.signature, result.key);
        }
        return isFirst;
    }

    private synchronized boolean claimReceipt(Visit visit) throws PeerFault {
        boolean isFirst = !hasReceipt;
        if (isFirst) {
            visit.provesBuyer();
            hasReceipt = true;
        }
        return isFirst;
    }

    private static Receipt readReceipt(Visit visit) throws IOException {
        byte[] body = visit.raw(MAX_RECEIPT).readAllBytes();
        try {
            Form form = Form.parse(new String(body, StandardCharsets.ISO_8859_1));
            return new Receipt(
                    Hash.parse("encresulthash", form.required("encresulthash")), form.required("encresulthashsig"));
        } catch (Malformed e) {
            throw new PeerFault(e.getMessage());
        }
    }

    private synchronized GivenResult givenResult() throws PeerFault {
        return given.orElseThrow(() -> new PeerFault("there is no result yet that a receipt could be for"));
    }

    @Override
    public synchronized void close() {
        tickets.end();
        sync.ifPresent(Sync::close);
    }
}
