package net.bitwrk.exchange.simulation;

import jakarta.json.JsonValue;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.identity.PrivateKey;
import net.bitwrk.protocol.vectors.Vectors;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A few participants, the same ones in every run, each with a receipt that it has signed beforehand. */
final class Participants {
    private static final int COUNT = 6;

    private final Map<String, Map<String, String>> receipts = new LinkedHashMap<>();

    Participants() {
        List<PrivateKey> keys = Vectors.object("identities.json").getJsonArray("keys").stream()
                .map(JsonValue::asJsonObject)
                .map(key -> PrivateKey.ofWif(key.getString("wif")))
                .limit(COUNT)
                .toList();
        for (PrivateKey key : keys) {
            String hash = Proofs.sha256("%02x".formatted(receipts.size()));
            receipts.put(
                    key.address().text(),
                    Map.of(
                            "encresulthash", hash,
                            "encresulthashsig", key.sign(hash).toString(),
                            "encresultkey", hash));
        }
    }

    List<Address> addresses() {
        return receipts.keySet().stream().map(Address::new).toList();
    }

    /** The arguments of a seller's last message to this buyer. */
    Map<String, String> receiptOf(String buyer) {
        return receipts.get(buyer);
    }
}
