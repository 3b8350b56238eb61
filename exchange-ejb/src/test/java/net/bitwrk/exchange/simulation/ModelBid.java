package net.bitwrk.exchange.simulation;

/** A bid in the model. */
final class ModelBid {
    /** Protocol section 6. */
    static final long LIFE_MS = 120_000;

    /**
     * What a participant wants.
     *
     * @param type BUY or SELL
     */
    record Wish(String type, String article, String currency, long price, String participant) {
        boolean isBuy() {
            return type.equals("BUY");
        }
    }

    final String id;
    final Wish wish;
    final long fee;
    final long created;
    final int number;
    long due;
    String state = "INQUEUE";

    /** Of a sell: whether the seller can be paid in this currency, and cannot change it meanwhile. */
    boolean isPayable;

    ModelBid(String id, Wish wish, long fee, long created, int number) {
        this.id = id;
        this.wish = wish;
        this.fee = fee;
        this.created = created;
        this.number = number;
        this.due = expires();
    }

    long expires() {
        return created + LIFE_MS;
    }

    long total() {
        return wish.price() + fee;
    }

    boolean isOpen() {
        return state.equals("INQUEUE") || state.equals("PLACED");
    }

    /** Whether this one and a bid of the other side can become a transaction, prices and time allowing. */
    boolean meets(ModelBid other, long now) {
        boolean sameMarket = wish.article().equals(other.wish.article())
                && wish.currency().equals(other.wish.currency())
                && wish.isBuy() != other.wish.isBuy();
        ModelBid buy = wish.isBuy() ? this : other;
        ModelBid sell = wish.isBuy() ? other : this;
        return sameMarket
                && other.state.equals("PLACED")
                && now < other.expires()
                && buy.wish.price() >= sell.wish.price()
                && (sell.isPayable || (buy.number < sell.number ? buy : sell).wish.price() == 0);
    }

    /** Whether, for a newer bid of the other side, this one goes before {@code other}. */
    boolean goesBefore(ModelBid other) {
        if (wish.price() != other.wish.price()) {
            return wish.isBuy() ? wish.price() > other.wish.price() : wish.price() < other.wish.price();
        }
        return number < other.number;
    }
}
