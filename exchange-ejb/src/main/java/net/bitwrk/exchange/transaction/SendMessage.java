package net.bitwrk.exchange.transaction;

import net.bitwrk.protocol.document.Document;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.identity.Signature;
import net.bitwrk.protocol.transaction.TransactionMessage;

import java.util.Objects;

/**
 * The command to tell a transaction something. Whoever makes one has verified {@code signature} of {@code sender} over
 * {@code document}.
 */
public record SendMessage(
        TransactionId transaction, Address sender, TransactionMessage message, Document document, Signature signature) {
    public SendMessage {
        Objects.requireNonNull(transaction, "transaction");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(signature, "signature");
    }
}
