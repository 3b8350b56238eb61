package net.bitwrk.client.exchange;

import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.bid.BidView;
import net.bitwrk.protocol.document.Document;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.Nonce;
import net.bitwrk.protocol.identity.PrivateKey;
import net.bitwrk.protocol.json.JsonText;
import net.bitwrk.protocol.money.Money;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Placing bids, and taking them back (protocol sections 5 and 6). Thread-safe. */
final class Bids {
    private static final int SEE_OTHER = 303;
    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;
    /** For the answer to a bid that is not wanted any more: without it, nobody can take the bid back. */
    private static final Duration LAST_ANSWER = Duration.ofSeconds(5);

    /** A nonce lives 180 s: within that the same signed bid may be sent again (protocol section 5). */
    private static final Duration SEND_AGAIN = Duration.ofSeconds(120);

    private final Connection connection;
    private final Calls calls;
    private final Reachability reachability;
    private final PrivateKey key;
    private final Nonces nonces;

    Bids(Connection connection, Calls calls, Reachability reachability, PrivateKey key) {
        this.connection = connection;
        this.calls = calls;
        this.reachability = reachability;
        this.key = key;
        this.nonces = new Nonces(connection);
    }

    /**
     * Places a bid. If there is no answer, or none that counts, the same signed bid is sent again, which the exchange takes
     * once. After an interrupt it is not sent again; the answer that is on its way is waited for, and the interrupt kept.
     *
     * @throws NotPlaced if certainly no bid was placed
     * @throws IOException if nobody knows
     */
    BidId place(BidType type, ArticleId article, Money price) throws IOException, InterruptedException {
        Optional<Nonce> ahead = nonces.take();
        nonces.fetchAhead();
        try {
            if (ahead.isPresent()) {
                return place(type, article, price, ahead.get());
            }
        } catch (NotPlaced e) {
            boolean isOverNonce =
                    e.refusal().filter(refusal -> refusal.status() == FORBIDDEN).isPresent();
            if (!isOverNonce) {
                throw e;
            }
            // An exchange that was set up anew does not know it.
        }
        return place(type, article, price, nonceForBid());
    }

    private BidId place(BidType type, ArticleId article, Money price, Nonce nonce)
            throws IOException, InterruptedException {
        Document document = Document.bid(
                article.text(), type.name(), price.toString(), key.address().text(), nonce.text());
        String form = document.body(document.signedBy(key));
        var patience = Patience.onceSent(SEND_AGAIN);
        Answer answer;
        try {
            answer = heard(calls.aside(() -> connection.post("/bid", form), patience), patience);
        } catch (IOException e) {
            throw patience.isInDoubt() ? e : new NotPlaced(e);
        }
        String id = answer.field("X-Bid-Key").orElse("");
        if (answer.status() == SEE_OTHER && !id.isEmpty()) {
            return new BidId(id);
        }
        ExchangeRefused refusal = answer.refusal("POST /bid");
        // A nonce that was used may have been used by the try before.
        boolean nobodyKnows = patience.isInDoubt() && (answer.isPassing() || answer.status() == FORBIDDEN);
        throw nobodyKnows ? refusal : new NotPlaced(refusal);
    }

    private static Answer heard(CompletableFuture<Answer> coming, Patience patience)
            throws IOException, InterruptedException {
        try {
            return coming.get();
        } catch (ExecutionException e) {
            throw (IOException) e.getCause();
        } catch (InterruptedException e) {
            patience.end();
            Answer last = last(coming).orElseThrow(() -> e);
            Thread.currentThread().interrupt();
            return last;
        }
    }

    private static Optional<Answer> last(CompletableFuture<Answer> coming) throws IOException, InterruptedException {
        try {
            return Optional.of(coming.get(LAST_ANSWER.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            throw (IOException) e.getCause();
        } catch (TimeoutException e) {
            return Optional.empty();
        }
    }

    private Nonce nonceForBid() throws InterruptedException, NotPlaced {
        try {
            return calls.nonce();
        } catch (ExchangeRefused e) {
            // Nothing refuses a nonce but an exchange that is about to start, or to stop.
            var silent = new IOException(e.getMessage(), e);
            reachability.failed(silent);
            throw new NotPlaced(silent);
        } catch (IOException e) {
            throw new NotPlaced(e);
        }
    }

    /** Takes an unmatched bid back. @throws ExchangeRefused if it is not open any more, or the exchange cannot do it */
    void cancel(BidId bid) throws IOException, InterruptedException {
        var patience = new Patience(Calls.ASK_AGAIN);
        Answer answer = calls.again(
                () -> {
                    Document document = Document.cancellation(
                            key.address().text(), bid.text(), calls.nonce().text());
                    return connection.post("/bid/" + bid, document.body(document.signedBy(key)));
                },
                patience);
        boolean wasTaken = patience.isInDoubt()
                && answer.status() == CONFLICT
                && read(bid).transaction().isEmpty();
        if (answer.status() != SEE_OTHER && !wasTaken) {
            throw answer.refusal("POST /bid/" + bid);
        }
    }

    BidView read(BidId bid) throws IOException, InterruptedException {
        return calls.read("/bid/" + bid, JsonText::bid);
    }
}
