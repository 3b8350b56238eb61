package net.bitwrk.client.peer;

import jakarta.json.JsonObject;
import net.bitwrk.client.Described;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.hash.Secret;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.HexFormat;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

final class ResultCipherVectorsTest {
    private static final int CASES = 5;

    static List<JsonObject> cases() {
        return Vectors.array("result-encryption.json").getValuesAs(JsonObject.class);
    }

    @Test
    void allCasesAreRun() {
        assertEquals(CASES, cases().size());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void encryptsAndDecryptsAsTheVectorsSay(JsonObject vector) {
        byte[] plain = Described.bytes(vector.getString("plain"), vector.getInt("length"));
        Secret key = Secret.parse("key", vector.getString("keyHex"));
        byte[] bytes = plain.clone();
        apply(key, bytes, 37);
        assertEquals(vector.getString("cipherSha256"), Hash.sha256(bytes).toString());
        if (vector.containsKey("cipherHex")) {
            assertEquals(vector.getString("cipherHex"), HexFormat.of().formatHex(bytes));
        }
        apply(key, bytes, 1000);
        assertArrayEquals(plain, bytes);
    }

    private static void apply(Secret key, byte[] bytes, int step) {
        var cipher = new ResultCipher(key);
        for (int from = 0; from < bytes.length; from += step) {
            cipher.apply(bytes, from, Math.min(step, bytes.length - from));
        }
    }
}
