package net.bitwrk.protocol.json;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import net.bitwrk.protocol.account.AccountView;
import net.bitwrk.protocol.id.LedgerKey;
import net.bitwrk.protocol.money.Money;

import java.time.Instant;

/** {@code GET /account/ADDRESS}. */
public final class AccountJson {
    private AccountJson() {}

    public static JsonObject write(AccountView account) {
        var json = Json.createObjectBuilder().add("Participant", account.participant());
        Nullable.add(json, "LastMovementKey", account.lastMovement());
        return json.add("Available", account.available().toString())
                .add("Blocked", account.blocked().toString())
                .add("DepositInfo", account.depositInfo())
                .add("LastDepositInfo", account.lastDepositInfo().toString())
                .add("DepositAddressRequest", account.depositAddressRequest())
                .build();
    }

    /** @throws RuntimeException of jakarta.json or {@code Malformed} if it is no account */
    public static AccountView read(JsonObject json) {
        return new AccountView(
                json.getString("Participant"),
                Nullable.text(json, "LastMovementKey").map(LedgerKey::new),
                Money.parse("Available", json.getString("Available")),
                Money.parse("Blocked", json.getString("Blocked")),
                json.getString("DepositInfo"),
                Instant.parse(json.getString("LastDepositInfo")),
                json.getString("DepositAddressRequest"));
    }
}
