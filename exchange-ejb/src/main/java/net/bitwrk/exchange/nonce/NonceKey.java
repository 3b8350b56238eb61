package net.bitwrk.exchange.nonce;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The one key of the nonces' hash, in the database so that all nodes share it and a restart keeps it. */
@Entity
@Table(name = "nonce_key")
class NonceKey {
    static final int ONLY = 1;

    @Id
    @Column(name = "id")
    private int id;

    @Column(name = "secret")
    private String secret;

    protected NonceKey() {}

    NonceKey(String secret) {
        this.id = ONLY;
        this.secret = secret;
    }

    String secret() {
        return secret;
    }
}
