package net.bitwrk.exchange.nonce;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;

/** Makes the key of the nonces' hash at the very first start, before several requests could do so at once. */
@Singleton
@Startup
@DependsOn("SchemaMigrator")
@TransactionManagement(TransactionManagementType.BEAN)
public class FirstNonceKey {
    private final NonceKeys keys;

    protected FirstNonceKey() {
        this(null);
    }

    @Inject
    public FirstNonceKey(NonceKeys keys) {
        this.keys = keys;
    }

    @PostConstruct
    void make() {
        try {
            keys.load();
        } catch (RuntimeException e) {
            // Another node, started at the same time, was quicker: now it is there.
            keys.load();
        }
    }
}
