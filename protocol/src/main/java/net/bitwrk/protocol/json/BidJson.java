package net.bitwrk.protocol.json;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import net.bitwrk.protocol.bid.BidState;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.bid.BidView;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.money.Money;

import java.time.Instant;

/** {@code GET /bid/ID}. */
public final class BidJson {
    private BidJson() {}

    public static JsonObject write(BidView bid) {
        var json = Json.createObjectBuilder()
                .add("Type", bid.type().ordinal())
                .add("State", bid.state().json())
                .add("Article", bid.article())
                .add("Price", bid.price().toString())
                .add("Fee", bid.fee().toString())
                .add("Participant", bid.participant())
                .add("Document", bid.document())
                .add("Signature", bid.signature())
                .add("Created", bid.created().toString())
                .add("Expires", bid.expires().toString());
        Nullable.add(json, "Matched", bid.matched());
        Nullable.add(json, "Transaction", bid.transaction());
        return json.build();
    }

    /** @throws RuntimeException of jakarta.json or {@code Malformed} if it is no bid */
    public static BidView read(JsonObject json) {
        return new BidView(
                BidType.values()[json.getInt("Type")],
                BidState.ofJson(json.getInt("State")),
                json.getString("Article"),
                Money.parse("Price", json.getString("Price")),
                Money.parse("Fee", json.getString("Fee")),
                json.getString("Participant"),
                json.getString("Document"),
                json.getString("Signature"),
                Instant.parse(json.getString("Created")),
                Instant.parse(json.getString("Expires")),
                Nullable.text(json, "Matched").map(Instant::parse),
                Nullable.text(json, "Transaction").map(TransactionId::new));
    }
}
