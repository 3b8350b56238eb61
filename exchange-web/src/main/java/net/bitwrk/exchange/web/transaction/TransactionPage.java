package net.bitwrk.exchange.web.transaction;

import net.bitwrk.exchange.web.Page;
import net.bitwrk.protocol.hash.Secret;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.transaction.MessageView;
import net.bitwrk.protocol.transaction.TransactionView;

import java.util.List;
import java.util.Optional;

/** A transaction and its messages as a page. */
final class TransactionPage {
    private static final String UNKNOWN = "not yet";

    private TransactionPage() {}

    static Page of(TransactionId id, TransactionView tx, List<MessageView> messages) {
        var rows = new Page.Rows()
                .row("Transaction", id.text())
                .row("State", tx.retired() ? "retired" : "active")
                .row("Phase", tx.phase().name())
                .row("Article", tx.article())
                .row("Price", tx.price().toString())
                .row("Fee", tx.fee().toString())
                .row("Buyer", tx.buyer(), "/account/" + tx.buyer())
                .row("Seller", tx.seller(), "/account/" + tx.seller())
                .row("Buyer's bid", tx.buyerBid().text(), "/bid/" + tx.buyerBid())
                .row("Seller's bid", tx.sellerBid().text(), "/bid/" + tx.sellerBid())
                .row("Matched", tx.matched().toString())
                .row("Times out", tx.timeout().toString())
                .row("Revision", Integer.toString(tx.revision()))
                .row("Worker URL", known(tx.workerUrl()))
                .row("Work hash", known(tx.workHash()))
                .row("Work secret hash", known(tx.workSecretHash()))
                .row("Buyer's secret", known(tx.buyerSecret().map(Secret::hex)))
                .row("Encrypted result's hash", known(tx.receipt().map(receipt -> receipt.hash())))
                .row("Buyer's receipt", known(tx.receipt().map(receipt -> receipt.signature())))
                .row("Result key", known(tx.resultKey().map(Secret::hex)));
        return Page.titled("Transaction " + id).table(rows).heading("Messages").table(messages(messages));
    }

    private static String known(Optional<?> value) {
        return value.map(Object::toString).orElse(UNKNOWN);
    }

    private static Page.Rows messages(List<MessageView> messages) {
        var rows = new Page.Rows().columns("Revision", "Received", "Sender", "Phase after", "Document", "Signature");
        messages.forEach(message -> rows.line(
                Integer.toString(message.revision()),
                message.received().toString(),
                message.sender(),
                message.after().name(),
                message.document(),
                message.signature()));
        return rows;
    }
}
