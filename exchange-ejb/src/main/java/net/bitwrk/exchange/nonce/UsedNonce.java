package net.bitwrk.exchange.nonce;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import net.bitwrk.protocol.id.Nonce;

import java.util.Optional;

/** That a nonce was used, and for what; the primary key is what makes every nonce good for once. */
@Entity
@Table(name = "used_nonce")
class UsedNonce {
    @Id
    @Column(name = "nonce")
    private String nonce;

    @Column(name = "issued_ms")
    private long issuedMillis;

    @Column(name = "fingerprint")
    private String fingerprint;

    @Column(name = "led_to")
    private String ledTo;

    protected UsedNonce() {}

    UsedNonce(Nonce nonce, NonceUse use) {
        this.nonce = nonce.text();
        this.issuedMillis = NonceForm.issued(nonce).toEpochMilli();
        this.fingerprint = use.fingerprint().orElse(null);
        this.ledTo = use.ledTo().orElse(null);
    }

    String nonce() {
        return nonce;
    }

    NonceUse use() {
        return new NonceUse(Optional.ofNullable(fingerprint), Optional.ofNullable(ledTo));
    }
}
