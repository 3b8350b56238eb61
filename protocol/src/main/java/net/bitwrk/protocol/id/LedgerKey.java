package net.bitwrk.protocol.id;

import java.util.random.RandomGenerator;

/** The name of a ledger entry. Opaque: only the exchange makes new ones. */
public record LedgerKey(String text) {
    /** @throws net.bitwrk.protocol.Malformed if it is no id */
    public LedgerKey {
        IdText.checked("ledger key", text);
    }

    /** A new one; {@code random} has to be cryptographically strong outside tests. */
    public static LedgerKey random(RandomGenerator random) {
        return new LedgerKey(IdText.random(random));
    }

    @Override
    public String toString() {
        return text;
    }
}
