package net.bitwrk.client.peer;

import net.bitwrk.client.cafs.StoredFile;
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
import java.util.Set;

/**
 * The requests of one sale in their order (protocol section 9): work in one or two requests, of which the latter is
 * answered with the result, then the receipt.
 */
final class WorkReceiver implements Closeable {
    /** All that chunks can be, and what multipart and gzip add. */
    private static final long MAX_CHUNKED = SyncInfoJson.MAX_BYTES + 98_304L * (131_072 + 64);

    private static final int MAX_RECEIPT = 1024;
    private static final int LIST_BUFFER = 4096;

    private final AskedSale sale;
    private final Endpoints endpoints;
    private boolean hasWork;
    private Optional<Sync> sync = Optional.empty();
    private Optional<GivenResult> given = Optional.empty();

    /** What the receipt must be for. */
    private record GivenResult(Hash hash, Secret key) {}

    private record Receipt(Hash hash, String signature) {}

    WorkReceiver(AskedSale sale, Endpoints endpoints) {
        this.sale = sale;
        this.endpoints = endpoints;
    }

    void takeWork(Visit visit, String boundary) throws IOException, InterruptedException {
        var admitted = endpoints.admission().enter(visit.address());
        if (admitted.isEmpty()) {
            // No fault of the sale: too many strangers at once.
            visit.refuse(503, "too many requests at once, try again");
            return;
        }
        try (Admission.Slot slot = admitted.get()) {
            Parts parts = read(visit, boundary);
            Set<String> names = parts.names();
            if (names.equals(Set.of("work", "buyersecret"))) {
                takeWhole(visit, parts, slot);
            } else if (names.equals(Set.of("syncinfojson", "buyersecret"))
                    || names.equals(Set.of("a32chunks", "buyersecret"))) {
                beginSync(visit, parts, slot);
            } else if (names.equals(Set.of("chunkdata"))) {
                slot.leave();
                finishSync(visit);
            } else if (names.equals(Set.of("assisturl"))) {
                // Chunks from another seller are an offer, not taken here.
                visit.answer(200, "", "");
            } else {
                throw new PeerFault("the parts do not go together: " + names);
            }
        }
    }

    private Parts read(Visit visit, String boundary) throws IOException {
        InputStream raw = visit.raw(MAX_CHUNKED);
        var form = new MultipartReader(visit.decoded(raw), boundary);
        Parts parts = Parts.read(
                form, endpoints.store(), sale.buyer(), chunks -> begunSync().takeChunks(chunks));
        if (raw.read() >= 0) {
            throw new PeerFault("something follows the form data");
        }
        visit.patient();
        return parts;
    }

    private void takeWhole(Visit visit, Parts parts, Admission.Slot slot) throws IOException, InterruptedException {
        WorkHashes published = sale.prove(parts.secret());
        slot.leave();
        StoredFile work = parts.work().orElseThrow();
        claim();
        deliver(visit, work, published, parts.secret());
    }

    private void beginSync(Visit visit, Parts parts, Admission.Slot slot) throws IOException, InterruptedException {
        // Proved before the list is written: it would tell a stranger what this buyer has sent before (assurance N9).
        sale.prove(parts.secret());
        slot.leave();
        claim();
        var begun = new Sync(parts.syncInfo().orElseThrow(), parts.secret(), endpoints.store(), sale.buyer());
        synchronized (this) {
            sync = Optional.of(begun);
        }
        // Not closed on failure: the buyer must see that the end is missing.
        OutputStream list = new BufferedOutputStream(visit.answer("application/x-wishlist"), LIST_BUFFER);
        begun.writeList(list);
        list.close();
    }

    private void finishSync(Visit visit) throws IOException, InterruptedException {
        Sync begun = begunSync();
        StoredFile work = begun.finish();
        WorkHashes published = sale.prove(begun.secret());
        deliver(visit, work, published, begun.secret());
    }

    private synchronized void claim() throws PeerFault {
        if (hasWork) {
            throw new PeerFault("the work has been sent before");
        }
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
        try (InputStream result = sale.work(work)) {
            new ResultSender(key, hash -> give(new GivenResult(hash, key))).send(result, visit);
        }
    }

    private synchronized void give(GivenResult result) {
        given = Optional.of(result);
    }

    void takeReceipt(Visit visit) throws IOException, InterruptedException {
        Receipt receipt = readReceipt(visit);
        GivenResult result = givenResult();
        if (!receipt.hash.equals(result.hash)) {
            throw new PeerFault("encresulthash is " + receipt.hash + " instead of " + result.hash);
        }
        if (!sale.isSignedByBuyer(result.hash, receipt.signature)) {
            throw new PeerFault("encresulthashsig is not the buyer's signature over " + result.hash);
        }
        // Answered before it is published: a 0.7 buyer that sees UNVERIFIED first hangs up and reports a failure.
        visit.answer(200, "", "");
        sale.publish(result.hash, receipt.signature, result.key);
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
        sync.ifPresent(Sync::close);
    }
}
