package net.bitwrk.client.peer;

import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.client.peer.SellerFeatures.Way;
import net.bitwrk.client.peer.SellerRequests.Exchange;
import net.bitwrk.client.sync.ChunkSender;
import net.bitwrk.client.sync.LegacyChunks;
import net.bitwrk.client.sync.Permutation;
import net.bitwrk.client.sync.SyncBroken;
import net.bitwrk.client.sync.SyncInfo;
import net.bitwrk.client.sync.SyncInfoJson;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.hash.Secret;
import org.eclipse.jetty.client.StringRequestContent;
import org.eclipse.jetty.http.HttpMethod;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A buyer's side of protocol section 9 towards one seller: send work, take the encrypted result, give the receipt. The
 * methods are called in this order by one thread, which they block; {@link #close()}, by any thread, ends them with an
 * {@link IOException}, and so does an interrupt.
 */
public final class SellerConnection implements Closeable {
    private static final int BUFFER = 64 << 10;
    private static final int MAX_FEATURES = 4096;
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Sellers sellers;
    private final String workerUrl;
    private final SellerRequests requests;
    private volatile Swarm.Member member;
    private volatile boolean isClosed;

    SellerConnection(Sellers sellers, String workerUrl, SellerRequests requests) {
        this.sellers = sellers;
        this.workerUrl = workerUrl;
        this.requests = requests;
    }

    /** Steps 1 to 4: the work in one of three ways, as the seller can, and the result that comes of it. */
    public EncryptedResult send(StoredFile work, Secret buyerSecret) throws IOException {
        SellerFeatures features = work.isChunked() ? features() : SellerFeatures.NONE;
        Way way = features.wayFor(work);
        if (way == Way.LINEAR) {
            return sendWhole(work, buyerSecret);
        }
        Permutation order = way == Way.SYNC_INFO ? Permutation.random(sellers.random()) : Permutation.PLAIN;
        return sendChunks(work, new SyncInfo(work.chunks(), order), way, buyerSecret);
    }

    private SellerFeatures features() throws IOException {
        try (InputStream answer = requests.answer(requests.send(requests.request(HttpMethod.OPTIONS)))) {
            return SellerFeatures.parse(answer.readNBytes(MAX_FEATURES));
        } catch (PeerFault e) {
            // Another status than 200: the seller takes work as a whole at the least.
            return SellerFeatures.NONE;
        }
    }

    /** Writes one part, or parts, of form data. */
    @FunctionalInterface
    private interface Parts {
        void write(MultipartWriter form, OutputStream out) throws IOException;
    }

    private EncryptedResult sendWhole(StoredFile work, Secret buyerSecret) throws IOException {
        // The secret after the work: a 0.7 seller is told to expect that order.
        Exchange exchange = post(false, (form, out) -> {
            form.beginFile("work", "workfile.bin");
            try (InputStream in = sellers.store().open(work.owner(), work.key())) {
                in.transferTo(out);
            }
            form.field("buyersecret", buyerSecret.hex());
        });
        return result(exchange);
    }

    private EncryptedResult sendChunks(StoredFile work, SyncInfo syncInfo, Way way, Secret buyerSecret)
            throws IOException {
        Exchange first = post(true, (form, out) -> {
            writeSyncInfo(form, out, syncInfo, way);
            form.field("buyersecret", buyerSecret.hex());
        });
        // The second request opens as soon as the first answer's header is here: a 0.7 seller's list stops after 4
        // bytes
        // until it has come.
        try (InputStream wishlist = requests.answer(first)) {
            if (way == Way.SYNC_INFO) {
                joinSwarm(work, OfferedTickets.of(requests.header(first), workerUrl));
            }
            Exchange second = post(true, (form, out) -> {
                form.beginFile("chunkdata", "chunkdata.bin");
                ChunkSender.send(syncInfo, wishlist, key -> sellers.store().readChunk(work.owner(), key), out);
                Optional.ofNullable(member).ifPresent(Swarm.Member::isComplete);
            });
            return result(second);
        }
    }

    private void joinSwarm(StoredFile work, List<String> tickets) {
        var joined = sellers.swarm().join(URI.create(workerUrl).getAuthority(), work.chunks(), this::passOn);
        member = joined;
        joined.has(tickets);
        if (isClosed) {
            joined.leave();
        }
    }

    /** Gives the seller another one's ticket; what comes of it is no matter. */
    private void passOn(String ticket) {
        String boundary = MultipartWriter.newBoundary(sellers.random());
        var form = new ByteArrayOutputStream();
        try {
            var writer = new MultipartWriter(form, boundary);
            writer.field("assisturl", ticket);
            writer.end();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        }
        requests.offer("multipart/form-data; boundary=" + boundary, form.toByteArray());
    }

    private static void writeSyncInfo(MultipartWriter form, OutputStream out, SyncInfo syncInfo, Way way)
            throws IOException {
        if (way == Way.SYNC_INFO) {
            form.beginFile("syncinfojson", "syncinfo.json");
            SyncInfoJson.write(syncInfo, out);
            out.write('\n');
        } else {
            form.beginFile("a32chunks", "a32chunks.bin");
            LegacyChunks.write(syncInfo.chunks(), out);
        }
    }

    private Exchange post(boolean gzip, Parts parts) throws IOException {
        String boundary = MultipartWriter.newBoundary(sellers.random());
        Exchange exchange = requests.post("multipart/form-data; boundary=" + boundary, gzip);
        try {
            var buffered = new BufferedOutputStream(requests.body(exchange), BUFFER);
            OutputStream out = gzip ? new FlushingGzip(buffered) : buffered;
            var form = new MultipartWriter(out, boundary);
            parts.write(form, out);
            form.end();
            out.close();
        } catch (PeerFault | SyncBroken e) {
            // Cut off, not closed: what has been sent must not look complete.
            requests.abort(exchange, e);
            throw e;
        } catch (IOException e) {
            IOException reason = requests.whyNot(exchange, e);
            requests.abort(exchange, e);
            throw reason;
        }
        return exchange;
    }

    private EncryptedResult result(Exchange exchange) throws IOException {
        try (InputStream result = requests.answer(exchange)) {
            return EncryptedResult.receive(result, sellers.spool());
        }
    }

    /** Step 5: {@code signature} is the buyer's over the hex text of the result's hash. */
    public void sendReceipt(Hash encryptedResult, String signature) throws IOException {
        String form = "encresulthash=" + encryptedResult + "&encresulthashsig="
                + URLEncoder.encode(signature, StandardCharsets.US_ASCII);
        // Exactly this type, without a charset: a 0.7 seller takes no other.
        var content = new StringRequestContent(FORM, form, StandardCharsets.US_ASCII);
        requests.answer(requests.send(requests.request(HttpMethod.POST).body(content)))
                .close();
    }

    @Override
    public void close() {
        isClosed = true;
        Optional.ofNullable(member).ifPresent(Swarm.Member::leave);
        requests.close();
    }
}
