package net.bitwrk.exchange.system.clock;

import jakarta.annotation.Priority;
import jakarta.ejb.Stateless;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import net.bitwrk.exchange.nonce.NonceKeys;
import net.bitwrk.exchange.nonce.Nonces;

import java.time.Clock;

/**
 * Takes the place of the exchange's nonces: none is forgotten. Where time goes back after that, none issued before is taken any
 * more, so what a test has used in its future would be in the way of all others.
 */
@Alternative
@Priority(1)
@Stateless
public class LastingNonces extends Nonces {
    protected LastingNonces() {
        this(null, null, null);
    }

    @Inject
    public LastingNonces(EntityManager entities, Clock clock, NonceKeys keys) {
        super(entities, clock, keys);
    }

    @Override
    public int forgetOld() {
        return 0;
    }
}
