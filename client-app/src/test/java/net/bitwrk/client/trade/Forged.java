package net.bitwrk.client.trade;

import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.hash.Secret;
import net.bitwrk.protocol.identity.PrivateKey;
import net.bitwrk.protocol.money.Money;
import net.bitwrk.protocol.transaction.Phase;
import net.bitwrk.protocol.transaction.Receipt;
import net.bitwrk.protocol.transaction.TransactionView;

import java.util.Optional;

/** Transactions as a hostile or a slow exchange could show them. */
final class Forged {
    private Forged() {}

    static TransactionView price(TransactionView view, String money) {
        return other(view, Money.parse("price", money), view.phase(), view.receipt(), view.resultKey());
    }

    /** With a receipt over other bytes. */
    static TransactionView receipt(TransactionView view) {
        var forged =
                new Receipt(Hash.sha256(new byte[] {1}), PrivateKey.generate().sign("any"));
        return other(view, view.price(), view.phase(), view.receipt().map(receipt -> forged), view.resultKey());
    }

    /** As it was before the result was published. */
    static TransactionView unpublished(TransactionView view) {
        return view.resultKey().isEmpty()
                ? view
                : other(view, view.price(), Phase.WORKING, Optional.empty(), Optional.empty());
    }

    private static TransactionView other(
            TransactionView view, Money price, Phase phase, Optional<Receipt> receipt, Optional<Secret> key) {
        return new TransactionView(
                view.revision(),
                view.buyerBid(),
                view.sellerBid(),
                view.buyer(),
                view.seller(),
                view.article(),
                price,
                view.fee(),
                view.matched(),
                view.retired(),
                phase,
                view.timeout(),
                view.workerUrl(),
                view.workHash(),
                view.workSecretHash(),
                view.buyerSecret(),
                receipt,
                key);
    }
}
