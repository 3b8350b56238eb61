package net.bitwrk.exchange.transaction;

import net.bitwrk.exchange.refusal.Refusal;
import net.bitwrk.protocol.document.Document;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.hash.Secret;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.identity.PrivateKey;
import net.bitwrk.protocol.identity.SignatureVerifier;
import net.bitwrk.protocol.money.Currency;
import net.bitwrk.protocol.money.Money;
import net.bitwrk.protocol.transaction.MessageKind;
import net.bitwrk.protocol.transaction.Party;
import net.bitwrk.protocol.transaction.Phase;
import net.bitwrk.protocol.transaction.Receipt;
import net.bitwrk.protocol.transaction.TransactionMessage;
import net.bitwrk.protocol.transaction.TransactionView;
import net.bitwrk.protocol.transaction.WorkerUrl;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Optional;
import java.util.StringJoiner;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The judgement on 7 messages in 9 phases, in time and by the right party, as a table beside {@code Contract}. */
class ContractGoldenTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final TransactionId ID = new TransactionId("tx-1");
    private static final Hash WORK = Hash.sha256(new byte[] {1});
    private static final Secret SECRET = Secret.of(new byte[32]);
    private static final Hash PROMISE = Hash.sha256(WORK.bytes(), SECRET.bytes());

    private final PrivateKey buyer = PrivateKey.generate();
    private final PrivateKey seller = PrivateKey.generate();

    @Test
    void judgesAsTheTableSays() throws IOException {
        String golden = Files.readString(Vectors.testData().resolve("golden/messages-by-phase.txt"));

        assertEquals(golden, table());
    }

    private String table() {
        var table = new StringBuilder();
        for (MessageKind kind : MessageKind.values()) {
            var line = new StringJoiner(" ", kind + ": ", "\n");
            for (Phase phase : Phase.values()) {
                line.add(phase + "=" + judged(kind, phase));
            }
            table.append(line);
        }
        return table.toString();
    }

    private String judged(MessageKind kind, Phase phase) {
        PrivateKey sender = kind.party() == Party.BUYER ? buyer : seller;
        Document document = new Document("not looked at here");
        var command = new SendMessage(ID, sender.address(), message(kind), document, document.signedBy(sender));
        Optional<Refusal> refusal =
                new Judgement(view(phase), ID.text()).refusal(command, NOW, SignatureVerifier.fastest());
        return refusal.map(r -> r.reason().name()).orElse("ok");
    }

    private TransactionMessage message(MessageKind kind) {
        return switch (kind) {
            case WORK_HASHES -> new TransactionMessage.WorkHashes(WORK, PROMISE);
            case WORKER_URL -> new TransactionMessage.SellerUrl(new WorkerUrl("http://127.0.0.1:8082/0"));
            case BUYER_SECRET -> new TransactionMessage.BuyerSecret(SECRET);
            case ENCRYPTED_RESULT ->
                new TransactionMessage.EncryptedResult(new Receipt(WORK, buyer.sign(WORK.toString())), SECRET);
            case REJECT_WORK, ACCEPT_RESULT, REJECT_RESULT -> new TransactionMessage.Verdict(kind);
        };
    }

    private TransactionView view(Phase phase) {
        return new TransactionView(
                0,
                new BidId("bid-1"),
                new BidId("bid-2"),
                buyer.address().text(),
                seller.address().text(),
                "foobar",
                Money.zero(Currency.BTC),
                Money.zero(Currency.BTC),
                NOW,
                phase.retires(),
                phase,
                NOW.plusSeconds(1),
                Optional.empty(),
                Optional.of(WORK),
                Optional.of(PROMISE),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
