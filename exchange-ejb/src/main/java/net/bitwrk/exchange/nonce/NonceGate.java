package net.bitwrk.exchange.nonce;

import jakarta.persistence.EntityManager;
import net.bitwrk.exchange.refusal.Outcome;
import net.bitwrk.exchange.refusal.Reason;
import net.bitwrk.protocol.document.Document;
import net.bitwrk.protocol.id.Nonce;
import net.bitwrk.protocol.identity.Signature;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lets every nonce of a batch through once, and uses it up whether its command is accepted or refused. The same signed
 * document sent again within its nonce's life gets the same id. Lives as long as one database transaction.
 */
public final class NonceGate {
    private final EntityManager entities;
    private final Map<Nonce, NonceUse> used;
    private final long forgottenMillis;

    NonceGate(EntityManager entities, Map<Nonce, NonceUse> used, long forgottenMillis) {
        this.entities = entities;
        this.used = used;
        this.forgottenMillis = forgottenMillis;
    }

    /**
     * What {@code effect} gives, if it has not happened before.
     *
     * @param id makes the id that a first sending gave out of its text
     */
    public <T> Outcome<T> once(
            Nonce nonce, Document document, Signature signature, Function<String, T> id, Supplier<Outcome<T>> effect) {
        NonceUse before = used.get(nonce);
        if (before != null) {
            return before.repeated(document, signature)
                    .map(id)
                    .map(Outcome::of)
                    .orElseGet(() -> Outcome.refused(Reason.NONCE_REFUSED, Nonces.usedText(nonce)));
        }
        if (Nonces.isForgotten(nonce, forgottenMillis)) {
            return Outcome.refused(Reason.NONCE_REFUSED, Nonces.usedText(nonce));
        }
        Outcome<T> outcome = effect.get();
        NonceUse use = outcome instanceof Outcome.Accepted<T> accepted
                ? NonceUse.of(document, signature, accepted.id().toString())
                : NonceUse.REFUSED;
        entities.persist(new UsedNonce(nonce, use));
        used.put(nonce, use);
        return outcome;
    }
}
