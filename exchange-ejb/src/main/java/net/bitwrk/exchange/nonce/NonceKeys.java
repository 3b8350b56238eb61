package net.bitwrk.exchange.nonce;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Reads the key of the nonces' hash, or makes it where there is none. Apart, for a transaction of its own. */
@Stateless
public class NonceKeys {
    private static final int KEY_BYTES = 32;

    private final EntityManager entities;

    protected NonceKeys() {
        this(null);
    }

    @Inject
    public NonceKeys(EntityManager entities) {
        this.entities = entities;
    }

    /** The key; where two nodes make it at once, one of them fails and succeeds the next time. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public byte[] load() {
        NonceKey found = entities.find(NonceKey.class, NonceKey.ONLY);
        if (found == null) {
            byte[] fresh = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(fresh);
            found = new NonceKey(HexFormat.of().formatHex(fresh));
            entities.persist(found);
            entities.flush();
        }
        return HexFormat.of().parseHex(found.secret());
    }
}
