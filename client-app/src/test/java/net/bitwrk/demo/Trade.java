package net.bitwrk.demo;

import jakarta.json.JsonObject;
import net.bitwrk.protocol.money.Money;

import java.time.Duration;
import java.time.Instant;

/** A transaction, as {@code /tx/ID} tells it. */
record Trade(String id, JsonObject json, Instant seen) {
    Money price() {
        return Money.parse("Price", json.getString("Price"));
    }

    Money fee() {
        return Money.parse("Fee", json.getString("Fee"));
    }

    String buyer() {
        return json.getString("Buyer");
    }

    String seller() {
        return json.getString("Seller");
    }

    String buyerBid() {
        return json.getString("BuyerBid");
    }

    String phase() {
        return json.getString("Phase");
    }

    boolean isRetired() {
        return json.getInt("State") == 1;
    }

    boolean isFinished() {
        return isRetired() && phase().equals("FINISHED");
    }

    /** From the match to the end; of one that has not ended, to now. */
    Duration duration() {
        // Whoever retires a transaction sets its timeout to that moment.
        Instant end = isRetired() ? Instant.parse(json.getString("Timeout")) : seen;
        return Duration.between(Instant.parse(json.getString("Matched")), end);
    }

    /** Empty until the buyer has published it. */
    String workHash() {
        return json.isNull("WorkHash") ? "" : json.getString("WorkHash");
    }
}
