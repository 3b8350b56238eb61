package net.bitwrk.protocol.identity;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.vectors.Vectors;
import org.bitcoinj.base.BitcoinNetwork;
import org.bitcoinj.base.ScriptType;
import org.bitcoinj.crypto.ECKey;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SignedMessagesVectorsTest {
    private static final SignatureVerifier PLAIN = SignatureVerifier.plain();

    /** The tests run where the native library loads: a machine on which it does not would compare nothing. */
    private static final SignatureVerifier NATIVE = SignatureVerifier.ofNative().orElseThrow();

    static Stream<JsonObject> vectors() {
        return Vectors.array("signed-messages.json").stream().map(JsonValue::asJsonObject);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    @DisplayName("A1: every vector, natively and by bitcoinj")
    void verifies(JsonObject vector) {
        boolean valid = vector.getBoolean("valid");
        String message = message(vector);
        assertEquals(valid, verify(PLAIN, vector, message), "bitcoinj");
        assertEquals(valid, verify(NATIVE, vector, message), "native");
    }

    private static String message(JsonObject vector) {
        if (!vector.isNull("message")) {
            return vector.getString("message");
        }
        JsonObject repeat = vector.getJsonObject("messageRepeat");
        return repeat.getString("character").repeat(repeat.getInt("times")) + repeat.getString("suffix");
    }

    private static boolean verify(SignatureVerifier verifier, JsonObject vector, String message) {
        try {
            return verifier.verify(
                    Address.parse("address", vector.getString("address")),
                    message,
                    Signature.parse("signature", vector.getString("signature")));
        } catch (Malformed e) {
            return false;
        }
    }

    @Test
    @DisplayName("A1: what a wallet signs verifies too, whatever its length")
    void acceptsWalletsSignatures() {
        ECKey wallet = new ECKey();
        var address = new Address(
                wallet.toAddress(ScriptType.P2PKH, BitcoinNetwork.MAINNET).toString());
        for (int length : new int[] {0, 252, 253, 289, 600, 65535, 65536}) {
            String message = "m".repeat(length);
            Signature signature = Signature.parse("signature", wallet.signMessage(message, ScriptType.P2PKH));
            assertTrue(PLAIN.verify(address, message, signature), () -> "a message of " + length);
            assertTrue(NATIVE.verify(address, message, signature), () -> "a message of " + length);
        }
    }

    @Test
    void runsEveryCase() {
        assertEquals(37, vectors().count());
    }

    @Test
    @DisplayName("A1: 10,000 random messages, right and mangled, natively and by bitcoinj alike")
    void bothWaysAgree() {
        var random = new Random(20261124);
        PrivateKey[] keys = Stream.generate(PrivateKey::generate).limit(8).toArray(PrivateKey[]::new);
        int valid = 0;
        for (int i = 0; i < 10_000; i++) {
            String message = Long.toString(random.nextLong(), 36).repeat(random.nextInt(9));
            PrivateKey key = keys[random.nextInt(keys.length)];
            Signature right = key.sign(message);
            assertTrue(NATIVE.verify(key.address(), message, right), () -> "native refuses its own " + right);
            Signature mangled = mangle(right, random);
            boolean plain = PLAIN.verify(key.address(), message, mangled);
            assertEquals(plain, NATIVE.verify(key.address(), message, mangled), mangled::toString);
            valid += plain ? 1 : 0;
            if (i % 8 == 0) {
                assertTrue(PLAIN.verify(key.address(), message, right), () -> "bitcoinj refuses " + right);
            }
        }
        assertEquals(0, valid, "mangled signatures that still verify");
    }

    /** A flipped bit, r or s at 0, n or n + 1, or a header from 25 to 36. */
    private static Signature mangle(Signature signature, Random random) {
        byte[] bytes = Base64.getDecoder().decode(signature.toString());
        switch (random.nextInt(4)) {
            case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[0] = (byte) (bytes[0] == 25 + random.nextInt(12) ? 26 : 36);
            case 2 -> {
                int start = random.nextBoolean() ? 1 : 33;
                Arrays.fill(bytes, start, start + 32, (byte) 0);
            }
            default -> {
                byte[] order =
                        HexFormat.of().parseHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
                order[31] += (byte) random.nextInt(2);
                System.arraycopy(order, 0, bytes, random.nextBoolean() ? 1 : 33, 32);
            }
        }
        return Signature.of(bytes);
    }
}
