package net.bitwrk.exchange.nonce;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * The one key of the nonces' hash, and up to when used ones have been forgotten, in the database so that all nodes share it
 * and a restart keeps it.
 */
@Entity
@Table(name = "nonce_key")
class NonceKey {
    static final int ONLY = 1;

    @Id
    @Column(name = "id")
    private int id;

    @Column(name = "secret")
    private String secret;

    @Column(name = "forgotten_ms")
    private long forgottenMillis;

    protected NonceKey() {}

    NonceKey(String secret) {
        this.id = ONLY;
        this.secret = secret;
    }

    /** When the latest used nonce was issued that is forgotten, in milliseconds since 1970; 0 where none is. */
    long forgottenMillis() {
        return forgottenMillis;
    }

    void forget(long issuedMillis) {
        forgottenMillis = Math.max(forgottenMillis, issuedMillis);
    }

    String secret() {
        return secret;
    }
}
