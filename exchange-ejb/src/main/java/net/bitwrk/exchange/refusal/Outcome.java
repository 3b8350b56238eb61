package net.bitwrk.exchange.refusal;

import java.util.Optional;

/**
 * What became of one command of a batch: an id, or a refusal. Never thrown, so that one command's refusal costs the
 * others of its batch nothing.
 */
public sealed interface Outcome<T> {
    /** The command took effect, now or, sent a second time, before. */
    record Accepted<T>(T id) implements Outcome<T> {
        @Override
        public T orThrow() {
            return id;
        }
    }

    /** The command changed nothing but its nonce. */
    record Declined<T>(Refusal refusal) implements Outcome<T> {
        @Override
        public T orThrow() {
            throw new Refused(refusal);
        }
    }

    static <T> Outcome<T> of(T id) {
        return new Accepted<>(id);
    }

    static <T> Outcome<T> refused(Reason reason, String text) {
        return new Declined<>(new Refusal(reason, text));
    }

    static <T> Outcome<T> refused(Refusal refusal) {
        return new Declined<>(refusal);
    }

    /** The id of what has taken effect. */
    default Optional<T> accepted() {
        return this instanceof Accepted<T> accepted ? Optional.of(accepted.id()) : Optional.empty();
    }

    /** @throws Refused where it was declined */
    T orThrow();

    default boolean isAccepted() {
        return this instanceof Accepted<T>;
    }
}
