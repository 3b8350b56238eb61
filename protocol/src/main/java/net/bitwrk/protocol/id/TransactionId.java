package net.bitwrk.protocol.id;

import java.util.random.RandomGenerator;

/** The name of a transaction. Opaque: only the exchange makes new ones. */
public record TransactionId(String text) {
    /** @throws net.bitwrk.protocol.Malformed if it is no id */
    public TransactionId {
        IdText.checked("transaction", text);
    }

    /** A new one; {@code random} has to be cryptographically strong outside tests. */
    public static TransactionId random(RandomGenerator random) {
        return new TransactionId(IdText.random(random));
    }

    @Override
    public String toString() {
        return text;
    }
}
