package net.bitwrk.exchange.simulation;

/** What one participant has, in the model. */
final class ModelAccount {
    String currency = "BTC";
    long available;
    long blocked;

    /** Has acted, and got its starting capital. */
    boolean isOpen;

    boolean isEmpty() {
        return available == 0 && blocked == 0;
    }

    long availableIn(String wanted) {
        return currency.equals(wanted) ? available : 0;
    }

    long blockedIn(String wanted) {
        return currency.equals(wanted) ? blocked : 0;
    }
}
