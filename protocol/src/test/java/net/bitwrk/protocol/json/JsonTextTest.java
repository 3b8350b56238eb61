package net.bitwrk.protocol.json;

import jakarta.json.JsonObject;
import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

final class JsonTextTest {
    private final JsonObject shapes = Vectors.object("json-shapes.json");

    @Test
    void readsWhatTheExchangeWrites() {
        JsonObject bid = shapes.getJsonObject("bidMatched");
        assertEquals(bid, BidJson.write(JsonText.bid(bid.toString())));
        JsonObject transaction = shapes.getJsonObject("transactionUnverified");
        assertEquals(transaction, TransactionJson.write(JsonText.transaction(transaction.toString())));
        JsonObject account = shapes.getJsonObject("account");
        assertEquals(account, AccountJson.write(JsonText.account(account.toString())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{\"Type\":\"0\"}", "{\"Type\":7,\"State\":0}", "{\"Type\":1e99}"})
    void tellsWhatIsNoBid(String text) {
        assertThrows(Malformed.class, () -> JsonText.bid(text));
    }
}
