package net.bitwrk.client.exchange;

import net.bitwrk.protocol.account.AccountView;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.bid.BidView;
import net.bitwrk.protocol.document.Document;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.Nonce;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.identity.PrivateKey;
import net.bitwrk.protocol.json.JsonText;
import net.bitwrk.protocol.money.Money;
import net.bitwrk.protocol.transaction.Receipt;
import net.bitwrk.protocol.transaction.TransactionMessage;
import net.bitwrk.protocol.transaction.TransactionView;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpMethod;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One participant's calls to one exchange (protocol section 5). Every call signs by itself what has to be signed, takes
 * exactly the answers that mean success, and throws {@link ExchangeRefused} for all others, an {@link IOException} if
 * there was none. Made without asking the exchange anything: whether it answers is told by {@link #reachability()}.
 * Thread-safe.
 */
public final class Exchange implements AutoCloseable {
    private static final int OK = 200;
    private static final int SEE_OTHER = 303;
    private static final int FOUND = 302;
    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;
    /** A nonce lives 180 s: within that the same signed bid may be sent again (protocol section 5). */
    private static final Duration SEND_AGAIN = Duration.ofSeconds(120);

    /** So long is a message sent again for whose answer nobody waits: half the time that UNVERIFIED lasts. */
    private static final Duration SEND_LATER = Duration.ofMinutes(7);

    /** For what a user, or a transaction that times out after 60 s, waits for. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(10);

    private static final Duration CALL = Duration.ofSeconds(30);

    private final Connection connection;
    private final PrivateKey key;
    private final Reachability reachability;
    private final Nonces nonces;

    /** @param userAgent by which this client names itself */
    public Exchange(URI exchange, PrivateKey key, String userAgent) {
        this.connection = new Connection(exchange, userAgent);
        this.key = key;
        this.reachability = new Reachability(connection);
        this.nonces = new Nonces(connection);
    }

    /** Where it is. */
    public URI address() {
        return connection.base();
    }

    /** As whom the calls are made. */
    public Address participant() {
        return key.address();
    }

    /** This participant's word that it has the encrypted result (protocol section 9, step 5). */
    public Receipt receiptFor(Hash encryptedResult) {
        return new Receipt(encryptedResult, key.sign(encryptedResult.toString()));
    }

    public Reachability reachability() {
        return reachability;
    }

    /** Asked once: whoever has none has not lost anything yet. @throws IOException if there is no answer, or no nonce */
    Nonce nonce() throws IOException, InterruptedException {
        try {
            return new Nonce(text("/nonce", Duration.ZERO));
        } catch (IllegalArgumentException e) {
            throw new IOException("the exchange sent no nonce: " + e.getMessage(), e);
        }
    }

    static Request nonceRequest(Connection connection) {
        return connection.request(HttpMethod.GET, "/nonce", "text/plain");
    }

    /** The address under which the exchange sees this computer: no port, no brackets. */
    public String myIp() throws IOException, InterruptedException {
        return text("/myip", ASK_AGAIN);
    }

    /** The same as {@link #myIp}, asked once, without waiting. */
    CompletableFuture<String> myIpAside() {
        return connection
                .start(connection.request(HttpMethod.GET, "/myip", "text/plain"), CALL)
                .thenCompose(answer -> answer.status() == OK
                        ? CompletableFuture.completedFuture(answer.text())
                        : CompletableFuture.failedFuture(answer.refusal("GET /myip")));
    }

    private String text(String path, Duration limit) throws IOException, InterruptedException {
        Answer answer = again(() -> connection.request(HttpMethod.GET, path, "text/plain"), new Patience(limit));
        if (answer.status() != OK) {
            throw answer.refusal("GET " + path);
        }
        return answer.text();
    }

    /**
     * Places a bid. If there is no answer, or none that counts, the same signed bid is sent again, which the exchange takes
     * once.
     *
     * @throws NotPlaced if certainly no bid was placed
     * @throws IOException if nobody knows
     */
    public BidId placeBid(BidType type, ArticleId article, Money price) throws IOException, InterruptedException {
        Optional<Nonce> ahead = nonces.take();
        nonces.fetchAhead();
        try {
            if (ahead.isPresent()) {
                return placeBid(type, article, price, ahead.get());
            }
        } catch (NotPlaced e) {
            boolean isOverNonce =
                    e.refusal().filter(refusal -> refusal.status() == FORBIDDEN).isPresent();
            if (!isOverNonce) {
                throw e;
            }
            // An exchange that was set up anew does not know it.
        }
        return placeBid(type, article, price, nonceForBid());
    }

    private BidId placeBid(BidType type, ArticleId article, Money price, Nonce nonce)
            throws IOException, InterruptedException {
        Document document = Document.bid(
                article.text(), type.name(), price.toString(), participant().text(), nonce.text());
        String form = document.body(document.signedBy(key));
        var patience = Patience.onceSent(SEND_AGAIN);
        Answer answer;
        try {
            answer = again(() -> connection.post("/bid", form), patience);
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

    private Nonce nonceForBid() throws InterruptedException, NotPlaced {
        try {
            return nonce();
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
    public void cancelBid(BidId bid) throws IOException, InterruptedException {
        var patience = new Patience(ASK_AGAIN);
        Answer answer = again(
                () -> {
                    Document document = Document.cancellation(participant().text(), bid.text(), nonce().text());
                    return connection.post("/bid/" + bid, document.body(document.signedBy(key)));
                },
                patience);
        boolean wasTaken = patience.isInDoubt()
                && answer.status() == CONFLICT
                && bid(bid).transaction().isEmpty();
        if (answer.status() != SEE_OTHER && !wasTaken) {
            throw answer.refusal("POST /bid/" + bid);
        }
    }

    /**
     * Sends a message of a transaction. If there is no answer, or none that counts, it is sent again; that it then comes at the wrong time means
     * that it was taken the first time.
     *
     * @throws ExchangeRefused with the exchange's reason
     */
    public void send(TransactionId transaction, TransactionMessage message, Duration limit)
            throws IOException, InterruptedException {
        Document document = Document.transactionMessage(transaction.text(), message.arguments());
        String path = "/tx/" + transaction;
        String form = document.body(document.signedBy(key), participant());
        var patience = new Patience(limit);
        Answer answer = again(() -> connection.post(path, form), patience);
        if (!isTaken(answer, patience)) {
            throw answer.refusal(
                    "POST " + path + " (" + message.kind().arguments().get(0) + ")");
        }
    }

    private static boolean isTaken(Answer answer, Patience patience) {
        return answer.status() == SEE_OTHER
                || answer.status() == FOUND
                || answer.status() == CONFLICT && patience.isInDoubt();
    }

    /**
     * Sends a message without waiting for the answer, again with growing pauses while there is none that counts.
     *
     * @param done told once whether it was taken; must not block
     */
    public void sendLater(TransactionId transaction, TransactionMessage message, Consumer<Boolean> done) {
        sendAside(transaction, message, SEND_LATER).whenComplete((nothing, error) -> done.accept(error == null));
    }

    /** As {@link #send}, while the caller does something else; fails with an {@link IOException}. */
    public CompletableFuture<Void> sendAside(TransactionId transaction, TransactionMessage message, Duration limit) {
        Document document = Document.transactionMessage(transaction.text(), message.arguments());
        String form = document.body(document.signedBy(key), participant());
        var sent = new CompletableFuture<Void>();
        post("/tx/" + transaction, form, new Patience(limit), sent);
        return sent;
    }

    private void post(String path, String form, Patience patience, CompletableFuture<Void> sent) {
        connection.start(connection.post(path, form), CALL).whenComplete((answer, error) -> {
            Optional<Duration> pause =
                    error == null ? patience.pauseAfter(answer) : patience.pauseAfter(connection.noAnswer(error));
            if (pause.isPresent()) {
                connection.later(pause.get(), () -> post(path, form, patience, sent));
            } else if (error != null) {
                sent.completeExceptionally(connection.noAnswer(error));
            } else if (isTaken(answer, patience)) {
                sent.complete(null);
            } else {
                sent.completeExceptionally(answer.refusal("POST " + path));
            }
        });
    }

    /** Has {@code task} run after {@code pause}; it must not block. */
    public void later(Duration pause, Runnable task) {
        connection.later(pause, task);
    }

    private Answer heard(Request request) throws IOException, InterruptedException {
        try {
            Answer answer = connection.send(request);
            reachability.answered();
            return answer;
        } catch (IOException e) {
            reachability.failed(e);
            throw e;
        }
    }

    /** Makes one request, anew for each try. */
    @FunctionalInterface
    private interface Question {
        Request ask() throws IOException, InterruptedException;
    }

    /** Asks, and asks again while there is no answer or none that counts; the last one where patience ends. */
    private Answer again(Question question, Patience patience) throws IOException, InterruptedException {
        while (true) {
            Optional<Duration> pause;
            try {
                Answer answer = heard(question.ask());
                pause = patience.pauseAfter(answer);
                if (pause.isEmpty()) {
                    return answer;
                }
            } catch (IOException e) {
                pause = patience.pauseAfter(e);
                if (pause.isEmpty()) {
                    throw e;
                }
            }
            Thread.sleep(pause.get().toMillis());
        }
    }

    public BidView bid(BidId bid) throws IOException, InterruptedException {
        return read("/bid/" + bid, JsonText::bid);
    }

    public TransactionView transaction(TransactionId transaction) throws IOException, InterruptedException {
        return read("/tx/" + transaction, JsonText::transaction);
    }

    public AccountView account(Address participant) throws IOException, InterruptedException {
        return read("/account/" + participant, JsonText::account);
    }

    private <T> T read(String path, Function<String, T> reader) throws IOException, InterruptedException {
        Answer answer = again(() -> connection.get(path), new Patience(ASK_AGAIN));
        if (answer.status() != OK) {
            throw answer.refusal("GET " + path);
        }
        try {
            return reader.apply(answer.text());
        } catch (IllegalArgumentException e) {
            throw new IOException("GET " + path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Follows a bid until it is matched or over. */
    public BidWatch watchBid(BidId bid, Consumer<BidView> listener) {
        return new BidWatch(new Watch<>(
                        connection,
                        "/bid/" + bid,
                        JsonText::bid,
                        view -> !view.state().isOpen(),
                        listener)
                .start());
    }

    /** Follows a transaction until it is retired. */
    public TransactionWatch watchTransaction(TransactionId transaction, Consumer<TransactionView> listener) {
        return new TransactionWatch(
                new Watch<>(connection, "/tx/" + transaction, JsonText::transaction, TransactionView::retired, listener)
                        .start());
    }

    /** Asks the operator for an address to pay money in to (protocol section 8). */
    public void requestDepositAddress() throws IOException, InterruptedException {
        String me = participant().text();
        String path = "/account/" + me;
        Document document = Document.depositAddressRequest(nonce().text(), me, me);
        Answer answer =
                heard(connection.post(path, "action=requestdepositaddress&" + document.body(document.signedBy(key))));
        if (answer.status() != SEE_OTHER && answer.status() != FOUND) {
            throw answer.refusal("POST " + path);
        }
    }

    /** Relays a call of the local interface, whatever it may be; the answer's status is passed on. */
    public Relayed relay(String method, String pathAndQuery, String accept, String contentType, byte[] body)
            throws IOException, InterruptedException {
        return connection.relay(method, pathAndQuery, accept, contentType, body);
    }

    @Override
    public void close() {
        reachability.close();
        connection.close();
    }
}
