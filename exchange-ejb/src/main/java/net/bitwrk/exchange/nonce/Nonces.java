package net.bitwrk.exchange.nonce;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.exchange.refusal.Refused;
import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.id.Nonce;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Issues nonces, knows its own again, and keeps the used ones for as long as they would be good. A nonce is bound to no
 * address: whoever uses it first, uses it up, also by a request that is refused.
 */
@Stateless
public class Nonces {
    /** Protocol section 5. */
    public static final Duration LIFE = Duration.ofSeconds(180);

    private final EntityManager entities;
    private final Clock clock;
    private final NonceKeys keys;
    private final SecureRandom random = new SecureRandom();
    private NonceForm form;

    protected Nonces() {
        this(null, null, null);
    }

    @Inject
    public Nonces(EntityManager entities, Clock clock, NonceKeys keys) {
        this.entities = entities;
        this.clock = clock;
        this.keys = keys;
    }

    /** A fresh nonce; touches no table. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Nonce issue() {
        return form().make(clock.instant(), random);
    }

    /**
     * The nonce of this text, if it is one that could still be good.
     *
     * @throws Refused {@link Reason#NONCE_MALFORMED}, or {@link Reason#NONCE_REFUSED} where it is not ours or too old
     */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Nonce known(String text) {
        Nonce nonce;
        try {
            nonce = new Nonce(text);
        } catch (Malformed e) {
            throw new Refused(Reason.NONCE_MALFORMED, e.getMessage());
        }
        if (!form().isOurs(nonce)) {
            throw new Refused(
                    Reason.NONCE_REFUSED, "nonce '" + text + "' is not of this exchange, get one from /nonce");
        }
        Duration age = Duration.between(NonceForm.issued(nonce), clock.instant());
        // One from the future was made before the clock was set back, and is good as long as that is not far.
        if (age.abs().compareTo(LIFE) > 0) {
            throw new Refused(
                    Reason.NONCE_REFUSED, "nonce '" + text + "' is too old, it is good for " + LIFE.toSeconds() + " s");
        }
        return nonce;
    }

    /**
     * Uses a nonce up for a request that is refused, in a transaction of its own.
     *
     * @return whether it had not been used before
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public boolean burn(Nonce nonce) {
        if (entities.find(UsedNonce.class, nonce.text()) != null || isForgotten(nonce, forgottenMillis())) {
            return false;
        }
        entities.persist(new UsedNonce(nonce, NonceUse.REFUSED));
        return true;
    }

    /**
     * The gate for a batch of commands, part of the caller's transaction. A nonce that another node uses meanwhile makes
     * that transaction fail.
     */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public NonceGate gate(Collection<Nonce> nonces) {
        List<String> texts =
                nonces.stream().map(Nonce::text).sorted().distinct().toList();
        Map<Nonce, NonceUse> found = new HashMap<>();
        if (!texts.isEmpty()) {
            entities.createQuery("select u from UsedNonce u where u.nonce in :nonces", UsedNonce.class)
                    .setParameter("nonces", texts)
                    .getResultList()
                    .forEach(row -> found.put(new Nonce(row.nonce()), row.use()));
        }
        return new NonceGate(entities, found, forgottenMillis());
    }

    private long forgottenMillis() {
        NonceKey key = entities.find(NonceKey.class, NonceKey.ONLY);
        return key == null ? 0 : key.forgottenMillis();
    }

    /** Whether this one, had it been used, would not be known any more: then it counts as used. */
    static boolean isForgotten(Nonce nonce, long forgottenMillis) {
        return NonceForm.issued(nonce).toEpochMilli() <= forgottenMillis;
    }

    /**
     * Forgets used nonces that are too old to be taken again; returns how many. Where the clock was wrong then and is set
     * back, they would not be too old: so it is kept up to when they are forgotten, and none issued before is taken.
     */
    public int forgetOld() {
        // Twice the life, so that a clock set back by less costs no nonce that was not used.
        long before = clock.instant().minus(LIFE.multipliedBy(2)).toEpochMilli();
        Long last = entities.createQuery(
                        "select max(u.issuedMillis) from UsedNonce u where u.issuedMillis < :before", Long.class)
                .setParameter("before", before)
                .getSingleResult();
        if (last == null) {
            return 0;
        }
        entities.find(NonceKey.class, NonceKey.ONLY, LockModeType.PESSIMISTIC_WRITE)
                .forget(last);
        return entities.createQuery("delete from UsedNonce u where u.issuedMillis <= :last")
                .setParameter("last", last)
                .executeUpdate();
    }

    /** That a nonce was used before, in the words of a refusal. */
    public static String usedText(Nonce nonce) {
        return "nonce '" + nonce + "' was used before, get another one from /nonce";
    }

    private NonceForm form() {
        if (form == null) {
            form = new NonceForm(keys.load());
        }
        return form;
    }
}
