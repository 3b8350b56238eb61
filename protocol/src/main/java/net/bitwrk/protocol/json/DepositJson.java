package net.bitwrk.protocol.json;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import net.bitwrk.protocol.deposit.DepositView;
import net.bitwrk.protocol.money.Money;

import java.time.Instant;

/** {@code GET /deposit/UID}. */
public final class DepositJson {
    private DepositJson() {}

    public static JsonObject write(DepositView deposit) {
        return Json.createObjectBuilder()
                .add("Type", deposit.type())
                .add("Amount", deposit.amount().toString())
                .add("Account", deposit.account())
                .add("Reference", deposit.reference())
                .add("Document", deposit.document())
                .add("Signature", deposit.signature())
                .add("Created", deposit.created().toString())
                .build();
    }

    /** @throws RuntimeException of jakarta.json or {@code Malformed} if it is no deposit */
    public static DepositView read(JsonObject json) {
        return new DepositView(
                json.getInt("Type"),
                Money.parse("Amount", json.getString("Amount")),
                json.getString("Account"),
                json.getString("Reference"),
                json.getString("Document"),
                json.getString("Signature"),
                Instant.parse(json.getString("Created")));
    }
}
