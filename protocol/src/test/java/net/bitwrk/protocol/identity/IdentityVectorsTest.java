package net.bitwrk.protocol.identity;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class IdentityVectorsTest {
    static Stream<JsonObject> keys() {
        return cases("keys");
    }

    static Stream<JsonObject> badKeys() {
        return cases("badKeys");
    }

    static Stream<JsonObject> addresses() {
        return cases("addresses");
    }

    private static Stream<JsonObject> cases(String list) {
        return Vectors.object("identities.json").getJsonArray(list).stream().map(JsonValue::asJsonObject);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void readsAndWritesKeys(JsonObject vector) {
        PrivateKey key = PrivateKey.ofWif(vector.getString("wif"));
        assertEquals(vector.getString("address"), key.address().text());
        assertEquals(vector.getString("wif"), key.wif());
        Signature signature = key.sign("hello");
        assertEquals(vector.getBoolean("compressed"), signature.isOfCompressedKey());
        assertTrue(SignatureVerifier.fastest().verify(key.address(), "hello", signature));
        assertFalse(key.toString().contains(key.wif()));
    }

    @ParameterizedTest
    @MethodSource("badKeys")
    void refusesBadKeysWithoutShowingThem(JsonObject vector) {
        var refusal = assertThrows(Malformed.class, () -> PrivateKey.ofWif(vector.getString("wif")));
        assertTrue(refusal.getMessage().contains("'hidden'"), refusal.getMessage());
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void takesAddressesOfTheMainNetworkOnly(JsonObject vector) {
        String text = vector.getString("address");
        if (vector.getBoolean("mainnet")) {
            assertEquals(text, Address.parse("address", text).text());
        } else {
            assertThrows(Malformed.class, () -> Address.parse("address", text));
        }
    }

    @Test
    void runsEveryCase() {
        assertEquals(8, keys().count());
        assertEquals(6, badKeys().count());
        assertEquals(10, addresses().count());
    }

    @Test
    void makesCompressedKeys() {
        PrivateKey key = PrivateKey.generate();
        assertTrue(key.sign("").isOfCompressedKey());
        assertEquals(key.address(), PrivateKey.ofWif(key.wif()).address());
    }
}
