package net.bitwrk.exchange.transaction;

import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.exchange.refusal.Refusal;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.identity.SignatureVerifier;
import net.bitwrk.protocol.transaction.Contract;
import net.bitwrk.protocol.transaction.MessageKind;
import net.bitwrk.protocol.transaction.Party;
import net.bitwrk.protocol.transaction.TransactionMessage;
import net.bitwrk.protocol.transaction.TransactionMessage.BuyerSecret;
import net.bitwrk.protocol.transaction.TransactionMessage.EncryptedResult;
import net.bitwrk.protocol.transaction.TransactionMessage.WorkHashes;
import net.bitwrk.protocol.transaction.TransactionView;

import java.time.Instant;
import java.util.Optional;

/** Judges a message to a transaction as it stands, in the order of protocol section 5. Pure. */
record Judgement(TransactionView transaction, String id) {
    Optional<Refusal> refusal(SendMessage command, Instant now, SignatureVerifier verifier) {
        return wrongSender(command)
                .or(() -> wrongSecret(command.message(), verifier))
                .or(() -> wrongPhase(command.message().kind()))
                .or(() -> tooLate(now));
    }

    private Optional<Refusal> wrongSender(SendMessage command) {
        String sender = command.sender().text();
        MessageKind kind = command.message().kind();
        String party = kind.party() == Party.BUYER ? transaction.buyer() : transaction.seller();
        if (sender.equals(party)) {
            return Optional.empty();
        }
        boolean isOther = sender.equals(transaction.buyer()) || sender.equals(transaction.seller());
        String what = isOther
                ? "must not say " + String.join(", ", kind.arguments()) + ", only the " + kind.party() + " may"
                : "is no party of transaction " + id;
        return Optional.of(new Refusal(Reason.SENDER_WRONG, "address '" + sender + "' " + what));
    }

    private Optional<Refusal> wrongSecret(TransactionMessage message, SignatureVerifier verifier) {
        if (message instanceof BuyerSecret said && !fits(said)) {
            return Optional.of(new Refusal(
                    Reason.SECRET_WRONG,
                    "buyersecret '" + said.secret().hex() + "' does not fit workhash and worksecrethash"));
        }
        if (message instanceof EncryptedResult said && !isBuyers(said, verifier)) {
            return Optional.of(new Refusal(
                    Reason.SECRET_WRONG,
                    "encresulthashsig '" + said.receipt().signature() + "' is not the buyer's over encresulthash "
                            + said.receipt().hash()));
        }
        return Optional.empty();
    }

    /** Before the buyer has told its hashes nothing can be compared; the phase is wrong then. */
    private boolean fits(BuyerSecret said) {
        return transaction
                .workHash()
                .flatMap(hash -> transaction.workSecretHash().map(secretHash -> new WorkHashes(hash, secretHash)))
                .map(hashes -> hashes.fits(said.secret()))
                .orElse(true);
    }

    private boolean isBuyers(EncryptedResult said, SignatureVerifier verifier) {
        return verifier.verify(
                new Address(transaction.buyer()),
                said.receipt().hash().toString(),
                said.receipt().signature());
    }

    private Optional<Refusal> wrongPhase(MessageKind kind) {
        if (!transaction.retired() && Contract.next(transaction.phase(), kind).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                Reason.WRONG_PHASE,
                String.join(", ", kind.arguments()) + " is not possible in phase '" + transaction.phase() + "'"
                        + (transaction.retired() ? " of a retired transaction" : "") + ", expected one of "
                        + Contract.phasesFor(kind)));
    }

    private Optional<Refusal> tooLate(Instant now) {
        if (now.isBefore(transaction.timeout())) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                Reason.TIMED_OUT, "transaction " + id + " has timed out at '" + transaction.timeout() + "'"));
    }
}
