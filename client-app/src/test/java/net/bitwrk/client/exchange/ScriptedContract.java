package net.bitwrk.client.exchange;

import net.bitwrk.client.exchange.ScriptedExchange.Refusal;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.identity.SignatureVerifier;
import net.bitwrk.protocol.transaction.Contract;
import net.bitwrk.protocol.transaction.Party;
import net.bitwrk.protocol.transaction.Phase;
import net.bitwrk.protocol.transaction.TransactionMessage;
import net.bitwrk.protocol.transaction.TransactionView;

import java.time.Duration;
import java.util.Optional;

/** What messages make of the transactions of a {@link ScriptedExchange}: the contract's table and its conditions. */
final class ScriptedContract {
    private ScriptedContract() {}

    static TransactionView after(TransactionView view, Address by, TransactionMessage message) {
        String sayer = message.kind().party() == Party.BUYER ? view.buyer() : view.seller();
        if (!sayer.equals(by.text())) {
            throw new Refusal(403, by + " does not say " + message.kind());
        }
        Phase phase = Contract.next(view.phase(), message.kind())
                .filter(next -> !view.retired())
                .orElseThrow(() -> new Refusal(409, message.kind() + " is not possible in phase " + view.phase()));
        requireFit(view, message);
        return next(view, phase, false, Optional.of(message));
    }

    static TransactionView retired(TransactionView view) {
        return next(view, view.phase(), true, Optional.empty());
    }

    private static void requireFit(TransactionView view, TransactionMessage message) {
        if (message instanceof TransactionMessage.BuyerSecret published) {
            var hashes = new TransactionMessage.WorkHashes(
                    view.workHash().orElseThrow(), view.workSecretHash().orElseThrow());
            if (!hashes.fits(published.secret())) {
                throw new Refusal(403, "the secret does not fit");
            }
        }
        if (message instanceof TransactionMessage.EncryptedResult published) {
            boolean signed = SignatureVerifier.fastest()
                    .verify(
                            new Address(view.buyer()),
                            published.receipt().hash().toString(),
                            published.receipt().signature());
            if (!signed) {
                throw new Refusal(403, "the receipt is not by the buyer");
            }
        }
    }

    private static TransactionView next(
            TransactionView view, Phase phase, boolean retired, Optional<TransactionMessage> said) {
        var hashes = said.filter(TransactionMessage.WorkHashes.class::isInstance)
                .map(TransactionMessage.WorkHashes.class::cast);
        var secret = said.filter(TransactionMessage.BuyerSecret.class::isInstance)
                .map(TransactionMessage.BuyerSecret.class::cast);
        var result = said.filter(TransactionMessage.EncryptedResult.class::isInstance)
                .map(TransactionMessage.EncryptedResult.class::cast);
        return new TransactionView(
                view.revision() + 1,
                view.buyerBid(),
                view.sellerBid(),
                view.buyer(),
                view.seller(),
                view.article(),
                view.price(),
                view.fee(),
                view.matched(),
                retired,
                phase,
                view.timeout().plus(retired ? Duration.ZERO : phase.grantedTime()),
                said.map(message -> message.arguments().get("workerurl")).or(view::workerUrl),
                hashes.map(TransactionMessage.WorkHashes::workHash).or(view::workHash),
                hashes.map(TransactionMessage.WorkHashes::workSecretHash).or(view::workSecretHash),
                secret.map(TransactionMessage.BuyerSecret::secret).or(view::buyerSecret),
                result.map(TransactionMessage.EncryptedResult::receipt).or(view::receipt),
                result.map(TransactionMessage.EncryptedResult::key).or(view::resultKey));
    }
}
