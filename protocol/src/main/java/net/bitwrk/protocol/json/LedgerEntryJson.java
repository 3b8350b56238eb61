package net.bitwrk.protocol.json;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.DepositUid;
import net.bitwrk.protocol.id.LedgerKey;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.ledger.LedgerEntryType;
import net.bitwrk.protocol.ledger.LedgerEntryView;
import net.bitwrk.protocol.money.Money;

import java.time.Instant;
import java.util.Optional;

/** {@code GET /ledger/KEY} and the elements of {@code GET /query/ledger}. */
public final class LedgerEntryJson {
    private LedgerEntryJson() {}

    public static JsonObject write(LedgerEntryView entry) {
        var json = Json.createObjectBuilder()
                .add("Key", entry.key().text())
                .add("Timestamp", entry.timestamp().toString())
                .add("Type", entry.type().name())
                .add("AvailableDelta", entry.availableDelta().toString())
                .add("AvailableAccount", entry.availableAccount());
        Nullable.add(json, "AvailablePredecessorKey", entry.availablePredecessor());
        json.add("BlockedDelta", entry.blockedDelta().toString()).add("BlockedAccount", entry.blockedAccount());
        Nullable.add(json, "BlockedPredecessorKey", entry.blockedPredecessor());
        json.add("Fee", entry.fee().toString()).add("World", entry.world().toString());
        Nullable.add(json, "BidKey", entry.bid());
        Nullable.add(json, "TxKey", entry.transaction());
        Nullable.add(json, "DepositKey", entry.deposit());
        // BitWrk 0.7 has such a name; a withdrawal is a negative deposit.
        return json.addNull("WithdrawalKey").build();
    }

    /** @throws RuntimeException of jakarta.json or {@code Malformed} if it is no ledger entry */
    public static LedgerEntryView read(JsonObject json) {
        return new LedgerEntryView(
                new LedgerKey(json.getString("Key")),
                Instant.parse(json.getString("Timestamp")),
                LedgerEntryType.valueOf(json.getString("Type")),
                money(json, "AvailableDelta"),
                json.getString("AvailableAccount"),
                key(json, "AvailablePredecessorKey"),
                money(json, "BlockedDelta"),
                json.getString("BlockedAccount"),
                key(json, "BlockedPredecessorKey"),
                money(json, "Fee"),
                money(json, "World"),
                Nullable.text(json, "BidKey").map(BidId::new),
                Nullable.text(json, "TxKey").map(TransactionId::new),
                Nullable.text(json, "DepositKey").map(DepositUid::new));
    }

    private static Money money(JsonObject json, String name) {
        return Money.parse(name, json.getString(name));
    }

    private static Optional<LedgerKey> key(JsonObject json, String name) {
        return Nullable.text(json, name).map(LedgerKey::new);
    }
}
