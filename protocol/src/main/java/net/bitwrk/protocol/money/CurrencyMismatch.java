package net.bitwrk.protocol.money;

/** Two amounts of different currencies were to be added or compared. */
public final class CurrencyMismatch extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    CurrencyMismatch(Currency one, Currency other) {
        super("money in " + one + " does not go together with money in " + other);
    }
}
