package net.bitwrk.exchange.transaction;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import net.bitwrk.exchange.platform.SignedDocument;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.transaction.MessageView;
import net.bitwrk.protocol.transaction.Phase;

import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;

/** An accepted message, kept for ever with its document and signature. */
@Entity
@Table(name = "tx_message")
@IdClass(Message.Key.class)
class Message {
    @Id
    @Column(name = "tx_id")
    private String transaction;

    @Id
    @Column(name = "revision")
    private int revision;

    @Column(name = "position")
    private long position;

    @Column(name = "sender")
    private String sender;

    @Column(name = "document")
    private String document;

    @Column(name = "signature")
    private String signature;

    @Column(name = "accepted_ms")
    private long acceptedMillis;

    @Column(name = "phase_before")
    private String phaseBefore;

    @Column(name = "phase_after")
    private String phaseAfter;

    protected Message() {}

    Message(SendMessage command, int revision, long position, Instant now, Phase before, Phase after) {
        this.transaction = command.transaction().text();
        this.revision = revision;
        this.position = position;
        this.sender = command.sender().text();
        this.document = command.document().text();
        this.signature = command.signature().toString();
        this.acceptedMillis = now.toEpochMilli();
        this.phaseBefore = before.name();
        this.phaseAfter = after.name();
    }

    SignedDocument signed() {
        return new SignedDocument(
                position,
                SignedDocument.Kind.MESSAGE,
                transaction,
                Optional.of(new Address(sender)),
                Instant.ofEpochMilli(acceptedMillis),
                document,
                signature);
    }

    MessageView view() {
        return new MessageView(
                revision,
                Instant.ofEpochMilli(acceptedMillis),
                sender,
                document,
                signature,
                Phase.valueOf(phaseBefore),
                Phase.valueOf(phaseAfter));
    }

    /** The primary key, in the form that JPA asks for. */
    static class Key implements Serializable {
        private static final long serialVersionUID = 1L;

        private String transaction;
        private int revision;

        protected Key() {}

        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && transaction.equals(that.transaction) && revision == that.revision;
        }

        @Override
        public int hashCode() {
            return 31 * transaction.hashCode() + revision;
        }
    }
}
