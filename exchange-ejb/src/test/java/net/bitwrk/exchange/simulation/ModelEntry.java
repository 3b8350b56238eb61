package net.bitwrk.exchange.simulation;

/**
 * One movement of money, in the model and as it is read from the real ledger. Accounts are addresses, amounts smallest
 * units.
 *
 * @param cause id of the bid, the transaction or the deposit; empty for starting capital
 */
record ModelEntry(
        String type,
        String currency,
        String availableAccount,
        long available,
        String blockedAccount,
        long blocked,
        long fee,
        long world,
        String cause) {

    static ModelEntry outside(String currency, String account, long amount, String cause) {
        String type = amount < 0 ? "WITHDRAWAL" : "DEPOSIT";
        return new ModelEntry(type, currency, account, amount, account, 0, 0, -amount, cause);
    }

    static ModelEntry inside(String type, String currency, String account, long released, String cause) {
        return new ModelEntry(type, currency, account, released, account, -released, 0, 0, cause);
    }
}
