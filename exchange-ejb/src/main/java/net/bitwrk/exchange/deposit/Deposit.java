package net.bitwrk.exchange.deposit;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import net.bitwrk.exchange.platform.SignedDocument;
import net.bitwrk.protocol.deposit.DepositView;
import net.bitwrk.protocol.money.Currency;
import net.bitwrk.protocol.money.Money;

import java.time.Instant;
import java.util.Optional;

/** An accepted deposit message; never changed. */
@Entity
@Table(name = "deposit")
class Deposit {
    @Id
    @Column(name = "uid")
    private String uid;

    @Column(name = "position")
    private long position;

    @Column(name = "type")
    private int type;

    @Column(name = "account")
    private String account;

    @Column(name = "currency")
    private String currency;

    @Column(name = "amount")
    private long amount;

    @Column(name = "reference")
    private String reference;

    @Column(name = "document")
    private String document;

    @Column(name = "signature")
    private String signature;

    @Column(name = "created_ms")
    private long createdMillis;

    protected Deposit() {}

    Deposit(StoreDeposit command, long position, Instant now) {
        this.uid = command.uid().text();
        this.position = position;
        this.type = command.type();
        this.account = command.account().text();
        this.currency = command.amount().currency().name();
        this.amount = command.amount().amount();
        this.reference = command.reference();
        this.document = command.document().text();
        this.signature = command.signature().toString();
        this.createdMillis = now.toEpochMilli();
    }

    /** Whether this is the same deposit, sent again (with another nonce). */
    boolean isSame(StoreDeposit command) {
        return type == command.type()
                && account.equals(command.account().text())
                && amount().equals(command.amount())
                && reference.equals(command.reference());
    }

    private Money amount() {
        return Money.of(amount, Currency.valueOf(currency));
    }

    SignedDocument signed() {
        return new SignedDocument(
                position,
                SignedDocument.Kind.DEPOSIT,
                uid,
                Optional.empty(),
                Instant.ofEpochMilli(createdMillis),
                document,
                signature);
    }

    DepositView view() {
        return new DepositView(
                type, amount(), account, reference, document, signature, Instant.ofEpochMilli(createdMillis));
    }
}
