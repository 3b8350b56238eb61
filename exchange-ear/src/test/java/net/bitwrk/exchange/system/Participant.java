package net.bitwrk.exchange.system;

import net.bitwrk.protocol.document.Document;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.identity.PrivateKey;

import java.util.Map;

/** Somebody with a key, who says what a participant says to an exchange. */
record Participant(Exchange exchange, PrivateKey key) {
    static Participant of(Exchange exchange) {
        return new Participant(exchange, PrivateKey.generate());
    }

    Address address() {
        return key.address();
    }

    /** The form of a bid, signed, with a nonce of the exchange. */
    String bidForm(String type, String article, String price) {
        return bidForm(type, article, price, exchange.nonce());
    }

    String bidForm(String type, String article, String price, String nonce) {
        Document document = Document.bid(article, type, price, address().text(), nonce);
        return document.body(document.signedBy(key));
    }

    /** Places a bid that has to be taken. @return its id */
    String place(String type, String article, String price) {
        return exchange.post("/bid", bidForm(type, article, price))
                .expect(303)
                .header("X-Bid-Key")
                .orElseThrow();
    }

    /** The form of a deposit for {@code owner}, signed by this one as the trusted account. */
    String depositForm(Participant owner, String type, String amount, String uid) {
        Document document = Document.deposit(owner.address().text(), amount, exchange.nonce(), "r", type, uid);
        return document.body(document.signedBy(key));
    }

    String messageForm(String transaction, Map<String, String> arguments) {
        Document document = Document.transactionMessage(transaction, arguments);
        return document.body(document.signedBy(key), address());
    }

    Answer say(String transaction, Map<String, String> arguments) {
        return exchange.post("/tx/" + transaction, messageForm(transaction, arguments));
    }

    Answer cancel(String bid) {
        Document document = Document.cancellation(address().text(), bid, exchange.nonce());
        return exchange.post("/bid/" + bid, document.body(document.signedBy(key)));
    }

    /** A signature over any text, as base64. */
    String sign(String text) {
        return key.sign(text).toString();
    }
}
