package net.bitwrk.client.exchange;

import net.bitwrk.client.exchange.ScriptedExchangeServer.Fault;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.hash.Secret;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.transaction.MessageKind;
import net.bitwrk.protocol.transaction.Phase;
import net.bitwrk.protocol.transaction.TransactionMessage;
import net.bitwrk.protocol.transaction.TransactionMessage.BuyerSecret;
import net.bitwrk.protocol.transaction.TransactionMessage.EncryptedResult;
import net.bitwrk.protocol.transaction.TransactionMessage.SellerUrl;
import net.bitwrk.protocol.transaction.TransactionMessage.Verdict;
import net.bitwrk.protocol.transaction.TransactionMessage.WorkHashes;
import net.bitwrk.protocol.transaction.WorkerUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Messages whose first try was taken, or was not, though nobody said so. */
@Timeout(120)
final class MessagesTest extends AtScriptedExchange {
    private static final Hash WORK = Hash.sha256();
    private static final Secret SECRET = Secret.parse("secret", "5e".repeat(32));
    private static final WorkHashes OWN_HASHES = new WorkHashes(WORK, Hash.sha256(WORK.bytes(), SECRET.bytes()));
    private static final SellerUrl URL = new SellerUrl(new WorkerUrl("http://127.0.0.1:1/work"));
    private static final Verdict ACCEPT = new Verdict(MessageKind.ACCEPT_RESULT);

    private TransactionId transaction;

    @BeforeEach
    void contract() throws Exception {
        transaction = match();
    }

    @AfterEach
    void assertEveryFaultCame() {
        assertEquals(List.of(), server.faultsLeft());
    }

    private EncryptedResult result() {
        return new EncryptedResult(exchange.receiptFor(Hash.sha256(new byte[] {1})), SECRET);
    }

    private Phase phase() {
        return book.transaction(transaction.text()).phase();
    }

    private boolean isTakenAside(TransactionMessage message) throws InterruptedException {
        var taken = new LinkedBlockingQueue<Boolean>();
        exchange.sendLater(transaction, message, taken::add);
        return taken.poll(30, TimeUnit.SECONDS);
    }

    @Test
    void saysAMessageOnceThoughItsAnswerIsLost() throws Exception {
        server.next("POST /tx", Fault.LOSE_ANSWER);
        exchange.send(transaction, OWN_HASHES, LIMIT);
        assertEquals(Phase.BUYER_ESTABLISHED, phase());
        var again = assertThrows(ExchangeRefused.class, () -> exchange.send(transaction, OWN_HASHES, LIMIT));
        assertEquals(409, again.status());
        assertTrue(again.getMessage().contains("is not possible in phase BUYER_ESTABLISHED"), again.getMessage());
    }

    @ParameterizedTest
    @EnumSource(
            value = MessageKind.class,
            names = {"REJECT_WORK", "ACCEPT_RESULT", "REJECT_RESULT"})
    void knowsEveryMessageThatWasTakenThoughItsAnswerWasLost(MessageKind last) throws Exception {
        for (TransactionMessage message :
                List.of(OWN_HASHES, URL, new BuyerSecret(SECRET), result(), new Verdict(last))) {
            if (last == MessageKind.REJECT_WORK && message.kind() == MessageKind.ENCRYPTED_RESULT) {
                continue;
            }
            server.next("POST /tx", Fault.BAD_GATEWAY);
            exchange.send(transaction, message, LIMIT);
        }
        assertTrue(phase().retires());
        assertEquals(List.of(), server.faultsLeft());
    }

    @DisplayName("after a 5xx, too late is not taken")
    @ParameterizedTest
    @EnumSource(MessageKind.class)
    void takesNothingForTakenThatCameTooLate(MessageKind kind) throws Exception {
        TransactionMessage message = switch (kind) {
            case WORK_HASHES -> OWN_HASHES;
            case WORKER_URL -> URL;
            case BUYER_SECRET -> new BuyerSecret(SECRET);
            case ENCRYPTED_RESULT -> result();
            case REJECT_WORK, ACCEPT_RESULT, REJECT_RESULT -> new Verdict(kind);
        };
        book.retire(transaction.text());
        server.next("POST /tx", Fault.BROKEN);
        var refused = assertThrows(ExchangeRefused.class, () -> exchange.send(transaction, message, LIMIT));
        assertEquals(409, refused.status());
        server.next("POST /tx", Fault.BROKEN);
        assertEquals(false, isTakenAside(message));
    }

    @Test
    void takesNothingForTakenThatAnotherOneSaid() throws Exception {
        exchange.send(transaction, OWN_HASHES, LIMIT);
        server.next("POST /tx", Fault.BROKEN);
        var others = new WorkHashes(WORK, Hash.sha256(new byte[] {1}));
        assertThrows(ExchangeRefused.class, () -> exchange.send(transaction, others, LIMIT));
    }

    @Test
    void looksAgainWhereTheLookIsDisturbed() throws Exception {
        server.next("POST /tx", Fault.BAD_GATEWAY);
        server.next("GET /tx", Fault.BROKEN);
        assertEquals(true, isTakenAside(ACCEPT));
        assertEquals(Phase.FINISHED, phase());
    }

    @Test
    void takesNoRefusalForALostAnswer() throws Exception {
        server.next("POST /tx/tx-1 rejectresult", Fault.TOO_MANY);
        var refused = assertThrows(
                ExchangeRefused.class, () -> exchange.send(transaction, new Verdict(MessageKind.REJECT_RESULT), LIMIT));
        assertEquals(409, refused.status());
    }
}
