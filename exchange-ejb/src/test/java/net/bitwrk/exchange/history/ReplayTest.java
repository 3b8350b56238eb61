package net.bitwrk.exchange.history;

import net.bitwrk.exchange.bid.BidForm;
import net.bitwrk.exchange.bid.CancelBid;
import net.bitwrk.exchange.bid.PlaceBid;
import net.bitwrk.exchange.deposit.DepositForm;
import net.bitwrk.exchange.fixture.Books;
import net.bitwrk.exchange.fixture.Exchange;
import net.bitwrk.exchange.fixture.Participant;
import net.bitwrk.exchange.platform.ReplayOrder;
import net.bitwrk.exchange.platform.SignedDocument;
import net.bitwrk.exchange.transaction.SendMessage;
import net.bitwrk.protocol.document.Document;
import net.bitwrk.protocol.document.Form;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.Nonce;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.identity.Signature;
import net.bitwrk.protocol.identity.SignatureVerifier;
import net.bitwrk.protocol.ledger.LedgerEntryView;
import net.bitwrk.protocol.transaction.TransactionMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the exchange lists is enough to come to the same ledger again. */
@Tag("M9")
class ReplayTest {
    private static final String HASH = Hash.sha256(new byte[0]).toString();

    private final Participant operator = Participant.generate();
    private final Participant buyer = Participant.generate();
    private final Participant seller = Participant.generate();
    private final Exchange original = Exchange.withDepositsBy(operator);
    private final Exchange replayed = Exchange.withDepositsBy(operator);
    private final Map<String, BidId> bids = new HashMap<>();

    @AfterEach
    void close() {
        original.database.close();
        replayed.database.close();
    }

    private BidId place(Participant participant, String type, String price) {
        PlaceBid bid = participant.bid(original, type, "foobar", price);
        BidId id = original.place(bid).orThrow();
        original.match(bid.market());
        return id;
    }

    private void pass(int seconds) {
        original.clock.advance(Duration.ofSeconds(seconds));
        original.expire();
    }

    /** Deposits, a cancelled bid, a paid trade, a trade that times out, an expired bid, a withdrawal. */
    private void history() {
        original.store(operator.deposit(original, buyer, "1", "BTC 1", "deposit-0001"))
                .orThrow();
        original.cancel(buyer.cancel(original, place(buyer, "BUY", "mBTC 7"))).orThrow();
        place(seller, "SELL", "mBTC 1");
        pass(1);
        TransactionId paid =
                original.bid(place(buyer, "BUY", "mBTC 2")).transaction().orElseThrow();
        original.send(seller.message(paid, Map.of("workerurl", "http://127.0.0.1:8082/a?b=c")))
                .orThrow();
        original.send(buyer.message(paid, Map.of("workhash", HASH, "worksecrethash", HASH)))
                .orThrow();
        original.send(buyer.message(paid, Map.of("acceptresult", "on"))).orThrow();
        pass(1);
        place(seller, "SELL", "mBTC 3");
        place(buyer, "BUY", "mBTC 3");
        pass(200);
        place(buyer, "BUY", "mBTC 4");
        pass(200);
        original.store(operator.deposit(original, buyer, "0", "mBTC -500", "deposit-0002"))
                .orThrow();
        pass(61);
    }

    @Test
    void leadsToTheSameLedger() {
        history();
        List<SignedDocument> documents = pages(original);
        assertEquals(12, documents.size());
        documents.forEach(this::replay);
        replayed.clock.set(original.clock.instant());
        replayed.expire();

        assertEquals(shown(original), shown(replayed));
        assertEquals(
                documents.stream().map(SignedDocument::document).count(),
                pages(replayed).size());
        Books.check(replayed);
    }

    @Test
    void whatIsYoungerThanAMinuteIsHeldBack() {
        original.store(operator.deposit(original, buyer, "1", "BTC 1", "deposit-0001"))
                .orThrow();
        original.clock.advance(ReplayOrder.SETTLED.minusMillis(1));
        assertEquals(List.of(), pages(original));
        original.clock.advance(Duration.ofMillis(1));
        assertEquals(1, pages(original).size());
    }

    /** In pages of two. */
    private static List<SignedDocument> pages(Exchange exchange) {
        List<SignedDocument> all = new ArrayList<>();
        long position = 0;
        while (true) {
            long from = position;
            List<SignedDocument> page = exchange.database.transaction(() -> exchange.documents.after(from, 2));
            if (page.isEmpty()) {
                return all;
            }
            all.addAll(page);
            position = page.get(page.size() - 1).position();
        }
    }

    private void replay(SignedDocument signed) {
        replayed.clock.set(signed.received());
        replayed.expire();
        Document document = new Document(signed.document());
        Signature signature = Signature.parse("signature", signed.signature());
        signed.signer()
                .ifPresent(signer -> assertTrue(
                        SignatureVerifier.fastest().verify(signer, document.text(), signature), signed::toString));
        switch (signed.kind()) {
            case BID -> bid(signed, document, signature);
            case CANCELLATION ->
                replayed.cancel(new CancelBid(
                                bids.get(signed.id()),
                                signed.signer().orElseThrow(),
                                nonce(document),
                                document,
                                signature))
                        .orThrow();
            case MESSAGE -> message(signed, document, signature);
            case DEPOSIT ->
                replayed.store(DepositForm.store(
                                Form.parse(document.body(signature)), nonce(document), replayed.settings))
                        .orThrow();
        }
    }

    private void bid(SignedDocument signed, Document document, Signature signature) {
        PlaceBid bid = BidForm.place(Form.parse(document.body(signature)), nonce(document), replayed.articles);
        bids.put(signed.id(), replayed.place(bid).orThrow());
        replayed.match(bid.market());
    }

    /** Names the transaction of this exchange: those who signed named that of the other. */
    private void message(SignedDocument signed, Document document, Signature signature) {
        BidId buy = original.transaction(new TransactionId(signed.id())).buyerBid();
        TransactionId transaction =
                replayed.bid(bids.get(buy.text())).transaction().orElseThrow();
        Address sender = signed.signer().orElseThrow();
        var message = TransactionMessage.parse(Form.parse(document.text()).without("txid"));
        replayed.send(new SendMessage(transaction, sender, message, document, signature))
                .orThrow();
    }

    private static Nonce nonce(Document document) {
        return new Nonce(Form.parse(document.text()).required("nonce"));
    }

    /** All but ids, and the time at which the clockwork came by. */
    private static List<String> shown(Exchange exchange) {
        return exchange.entries().stream().map(ReplayTest::shown).toList();
    }

    private static String shown(LedgerEntryView entry) {
        return String.join(
                " ",
                entry.type().name(),
                entry.availableDelta().toString(),
                entry.availableAccount(),
                entry.blockedDelta().toString(),
                entry.blockedAccount(),
                entry.fee().toString(),
                entry.world().toString(),
                entry.deposit().toString());
    }
}
