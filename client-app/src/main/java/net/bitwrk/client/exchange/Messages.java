package net.bitwrk.client.exchange;

import net.bitwrk.protocol.document.Document;
import net.bitwrk.protocol.hash.Secret;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.identity.PrivateKey;
import net.bitwrk.protocol.json.JsonText;
import net.bitwrk.protocol.transaction.Phase;
import net.bitwrk.protocol.transaction.Receipt;
import net.bitwrk.protocol.transaction.TransactionMessage;
import net.bitwrk.protocol.transaction.TransactionView;
import org.eclipse.jetty.client.Request;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Sending the messages of transactions (protocol section 7). Thread-safe. */
final class Messages {
    private static final int OK = 200;
    private static final int FOUND = 302;
    private static final int SEE_OTHER = 303;
    private static final int CONFLICT = 409;

    private final Connection connection;
    private final Calls calls;
    private final PrivateKey key;

    Messages(Connection connection, Calls calls, PrivateKey key) {
        this.connection = connection;
        this.calls = calls;
        this.key = key;
    }

    /** @throws ExchangeRefused with the exchange's reason, of the message's first argument */
    void send(TransactionId transaction, TransactionMessage message, Duration limit)
            throws IOException, InterruptedException {
        var letter = new Letter(transaction, message, limit);
        Answer answer = calls.again(letter::post, letter.patience);
        boolean taken = letter.isTaken(answer)
                || letter.isInDoubt(answer) && letter.isShownIn(calls.read(letter.path, JsonText::transaction));
        if (!taken) {
            throw letter.refusal(answer);
        }
    }

    CompletableFuture<Void> sendAside(TransactionId transaction, TransactionMessage message, Duration limit) {
        var letter = new Letter(transaction, message, limit);
        return calls.aside(letter::post, letter.patience).thenCompose(answer -> {
            if (letter.isTaken(answer)) {
                return CompletableFuture.completedFuture(null);
            }
            return letter.isInDoubt(answer)
                    ? lookAside(letter, answer)
                    : CompletableFuture.failedFuture(letter.refusal(answer));
        });
    }

    private CompletableFuture<Void> lookAside(Letter letter, Answer refusal) {
        return calls.aside(() -> connection.get(letter.path), new Patience(Calls.ASK_AGAIN))
                .thenCompose(look -> look.status() == OK && letter.isShownIn(JsonText.transaction(look.text()))
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(letter.refusal(refusal)));
    }

    /** One message on its way. */
    private final class Letter {
        private final TransactionMessage message;
        private final String path;
        private final String form;
        private final Patience patience;

        Letter(TransactionId transaction, TransactionMessage message, Duration limit) {
            this.message = message;
            this.path = "/tx/" + transaction;
            Document document = Document.transactionMessage(transaction.text(), message.arguments());
            this.form = document.body(document.signedBy(key), key.address());
            this.patience = new Patience(limit);
        }

        Request post() {
            return connection.post(path, form);
        }

        boolean isTaken(Answer answer) {
            return answer.status() == SEE_OTHER || answer.status() == FOUND;
        }

        /** An earlier try may have been taken; that it is refused now may come from that, or from its being too late. */
        boolean isInDoubt(Answer answer) {
            return patience.isInDoubt() && (answer.status() == CONFLICT || answer.isPassing());
        }

        boolean isShownIn(TransactionView view) {
            return switch (message.kind()) {
                case WORK_HASHES -> is(view.workHash(), 0) && is(view.workSecretHash(), 1);
                case WORKER_URL -> is(view.workerUrl(), 0);
                case BUYER_SECRET -> is(view.buyerSecret().map(Secret::hex), 0);
                case ENCRYPTED_RESULT ->
                    is(view.receipt().map(Receipt::hash), 0)
                            && is(view.resultKey().map(Secret::hex), 2);
                case REJECT_WORK -> view.phase() == Phase.WORK_DISPUTED;
                case ACCEPT_RESULT -> view.phase() == Phase.FINISHED;
                // So is its end named by an exchange of 0.7.
                case REJECT_RESULT -> view.phase() == Phase.RESULT_DISPUTED || view.phase() == Phase.WORK_DISPUTED;
            };
        }

        private boolean is(Optional<?> shown, int argument) {
            String said = message.arguments().get(message.kind().arguments().get(argument));
            return shown.map(Object::toString).equals(Optional.of(said));
        }

        ExchangeRefused refusal(Answer answer) {
            return answer.refusal(
                    "POST " + path + " (" + message.kind().arguments().get(0) + ")");
        }
    }
}
