package net.bitwrk.exchange;

import net.bitwrk.exchange.bid.BidForm;
import net.bitwrk.exchange.deposit.DepositForm;
import net.bitwrk.exchange.fixture.Exchange;
import net.bitwrk.exchange.fixture.Participant;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.exchange.refusal.Refused;
import net.bitwrk.exchange.transaction.MessageForm;
import net.bitwrk.protocol.document.Document;
import net.bitwrk.protocol.document.Form;
import net.bitwrk.protocol.id.Nonce;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Whoever has signed one thing has signed nothing else. */
@Tag("A6")
final class ConfusedDocumentsTest {
    private static final String ID = "AAAAAAAAAAAAAAAAAAAAAA";

    /** Participant and trusted account at once, so that nothing but the document is wrong. */
    private final Participant signer = Participant.generate();

    @AutoClose
    private final Exchange exchange = Exchange.withDepositsBy(signer);

    private final Nonce nonce = exchange.nonce();
    private final String address = signer.address().text();

    private enum Kind {
        BID,
        CANCELLATION,
        MESSAGE,
        DEPOSIT,
        RELATION,
        DEPOSIT_ADDRESS
    }

    private Document document(Kind kind) {
        return switch (kind) {
            case BID -> Document.bid("foobar", "SELL", "mBTC 1", address, nonce.text());
            case CANCELLATION -> Document.cancellation(address, ID, nonce.text());
            case MESSAGE -> Document.transactionMessage(ID, Map.of("acceptresult", "on"));
            case DEPOSIT -> Document.deposit(address, "mBTC 1", nonce.text(), "r", "0", "deposit-1");
            case RELATION -> Document.relation("true", nonce.text(), address, address, "trusts");
            case DEPOSIT_ADDRESS -> Document.depositAddressRequest(nonce.text(), address, address);
        };
    }

    /** The form of one kind, with the signature over another. */
    private Object offer(Kind kind, Kind signed) {
        var signature = document(signed).signedBy(signer.key());
        String body = document(kind).body(signature);
        return switch (kind) {
            case BID -> BidForm.place(Form.parse(body), nonce, exchange.articles);
            case CANCELLATION -> BidForm.cancel(Form.parse(body), nonce, ID);
            case MESSAGE ->
                MessageForm.send(Form.parse(document(kind).body(signature, signer.address())), ID, url -> {});
            case DEPOSIT -> DepositForm.store(Form.parse(body), nonce, exchange.settings);
            case RELATION, DEPOSIT_ADDRESS -> throw new AssertionError("has no form yet");
        };
    }

    @ParameterizedTest
    @EnumSource(names = {"BID", "CANCELLATION", "MESSAGE", "DEPOSIT"})
    @DisplayName("A6: a signature over one kind of document is none over another")
    void aSignatureIsGoodForOneKind(Kind offered) {
        for (Kind signed : Kind.values()) {
            if (signed == offered) {
                offer(offered, signed);
            } else {
                var refused = assertThrows(Refused.class, () -> offer(offered, signed), signed + " as " + offered);
                assertEquals(Reason.SIGNATURE_WRONG, refused.reason(), signed + " as " + offered);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SELL&price=mBTC 1",
        "'SELL\nprice=mBTC 1'",
        "'SELL\r\n'",
        "'SELL%0A'",
    })
    @DisplayName("A6: no value makes a field of its own")
    void aValueIsNoField(String type) {
        Document document = Document.bid("foobar", type, "mBTC 1", address, nonce.text());
        assertEquals(4, document.text().chars().filter(c -> c == '&').count(), document.text());
        assertFalse(document.text().matches("(?s).*[\r\n].*"), document.text());
        String body = document.body(document.signedBy(signer.key()));
        var refused = assertThrows(Refused.class, () -> BidForm.place(Form.parse(body), nonce, exchange.articles));
        assertEquals(Reason.VALUE_MALFORMED, refused.reason());
    }

    @Test
    @DisplayName("A6: spaces, which a document leaves out, make no other article of it")
    void spacesMakeNoOtherValue() {
        Document signed = Document.bid("foobar", "SELL", "mBTC 1", address, nonce.text());
        String body = signed.body(signed.signedBy(signer.key())).replace("article=foobar", "article=foo+bar");
        var refused = assertThrows(Refused.class, () -> BidForm.place(Form.parse(body), nonce, exchange.articles));
        assertEquals(Reason.VALUE_MALFORMED, refused.reason());
    }
}
