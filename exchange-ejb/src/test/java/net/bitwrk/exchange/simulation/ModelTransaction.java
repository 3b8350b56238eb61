package net.bitwrk.exchange.simulation;

import java.util.HashMap;
import java.util.Map;

/** A transaction in the model. */
final class ModelTransaction {
    String id;
    final ModelBid buy;
    final ModelBid sell;
    final long price;
    final long fee;
    final long matched;
    long timeout;
    long due;
    String phase = "ESTABLISHING";
    int revision;
    boolean isRetired;
    final Map<String, String> published = new HashMap<>();

    ModelTransaction(String id, ModelBid buy, ModelBid sell, long now) {
        ModelBid older = buy.number < sell.number ? buy : sell;
        this.id = id;
        this.buy = buy;
        this.sell = sell;
        this.price = older.wish.price();
        this.fee = older.fee;
        this.matched = now;
        this.timeout = now + ContractRows.grantedMillis(phase);
        this.due = timeout;
    }

    String buyer() {
        return buy.wish.participant();
    }

    String seller() {
        return sell.wish.participant();
    }

    String currency() {
        return buy.wish.currency();
    }

    long total() {
        return price + fee;
    }

    /** What moves when it retires in this phase. */
    ModelEntry settlement(String last) {
        return ContractRows.pays(last)
                ? new ModelEntry("TRANSACTION_FINISH", currency(), seller(), price, buyer(), -total(), fee, 0, id)
                : reimbursement();
    }

    ModelEntry reimbursement() {
        return ModelEntry.inside("TRANSACTION_REIMBURSE", currency(), buyer(), total(), id);
    }
}
