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
import org.eclipse.jetty.http.HttpMethod;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

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
    /** So long is a message sent again for whose answer nobody waits: half the time that UNVERIFIED lasts. */
    private static final Duration SEND_LATER = Duration.ofMinutes(7);

    private static final Duration CALL = Duration.ofSeconds(30);

    private final Connection connection;
    private final PrivateKey key;
    private final Reachability reachability;
    private final Calls calls;
    private final Bids bids;
    private final Messages messages;

    /** @param userAgent by which this client names itself */
    public Exchange(URI exchange, PrivateKey key, String userAgent) {
        this.connection = new Connection(exchange, userAgent);
        this.key = key;
        this.reachability = new Reachability(connection);
        this.calls = new Calls(connection, reachability);
        this.bids = new Bids(connection, calls, reachability, key);
        this.messages = new Messages(connection, calls, key);
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

    Nonce nonce() throws IOException, InterruptedException {
        return calls.nonce();
    }

    /** The address under which the exchange sees this computer: no port, no brackets. */
    public String myIp() throws IOException, InterruptedException {
        return calls.text("/myip", Calls.ASK_AGAIN);
    }

    /** The same as {@link #myIp}, asked once, without waiting. */
    CompletableFuture<String> myIpAside() {
        return connection
                .start(connection.request(HttpMethod.GET, "/myip", "text/plain"), CALL)
                .thenCompose(answer -> answer.status() == OK
                        ? CompletableFuture.completedFuture(answer.text())
                        : CompletableFuture.failedFuture(answer.refusal("GET /myip")));
    }

    /**
     * Places a bid. If there is no answer, or none that counts, the same signed bid is sent again, which the exchange takes
     * once. After an interrupt it is not sent again; the answer that is on its way is waited for, and the interrupt kept.
     *
     * @throws NotPlaced if certainly no bid was placed
     * @throws IOException if nobody knows
     */
    public BidId placeBid(BidType type, ArticleId article, Money price) throws IOException, InterruptedException {
        return bids.place(type, article, price);
    }

    /** Takes an unmatched bid back. @throws ExchangeRefused if it is not open any more, or the exchange cannot do it */
    public void cancelBid(BidId bid) throws IOException, InterruptedException {
        bids.cancel(bid);
    }

    /**
     * Sends a message of a transaction. If there is no answer, or none that counts, it is sent again; where it is then refused
     * as one that comes at the wrong time, the transaction tells whether it was taken before.
     *
     * @throws ExchangeRefused with the exchange's reason
     */
    public void send(TransactionId transaction, TransactionMessage message, Duration limit)
            throws IOException, InterruptedException {
        messages.send(transaction, message, limit);
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
        return messages.sendAside(transaction, message, limit);
    }

    /** Has {@code task} run after {@code pause}; it must not block. */
    public void later(Duration pause, Runnable task) {
        connection.later(pause, task);
    }

    public BidView bid(BidId bid) throws IOException, InterruptedException {
        return bids.read(bid);
    }

    public TransactionView transaction(TransactionId transaction) throws IOException, InterruptedException {
        return calls.read("/tx/" + transaction, JsonText::transaction);
    }

    public AccountView account(Address participant) throws IOException, InterruptedException {
        return calls.read("/account/" + participant, JsonText::account);
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
        Document document = Document.depositAddressRequest(calls.nonce().text(), me, me);
        Answer answer = calls.heard(
                connection.post(path, "action=requestdepositaddress&" + document.body(document.signedBy(key))));
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
