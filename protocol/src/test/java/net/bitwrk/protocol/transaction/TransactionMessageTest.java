package net.bitwrk.protocol.transaction;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.hash.Secret;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TransactionMessageTest {
    /** Malformed in themselves; all others of the vectors are at least well-formed. */
    private static final List<String> MALFORMED = List.of("buyer-badhash", "buyer-extra");

    static Stream<String> names() {
        return messages().keySet().stream();
    }

    private static JsonObject messages() {
        return Vectors.object("transactions.json").getJsonObject("messages");
    }

    private static Map<String, String> arguments(String name) {
        var arguments = new HashMap<String, String>();
        messages()
                .getJsonObject(name)
                .getJsonObject("arguments")
                .forEach((key, value) -> arguments.put(key, ((JsonString) value).getString()));
        return arguments;
    }

    @ParameterizedTest
    @MethodSource("names")
    void readsTheVectorsMessages(String name) {
        Map<String, String> arguments = arguments(name);
        if (MALFORMED.contains(name)) {
            assertThrows(Malformed.class, () -> TransactionMessage.parse(arguments));
        } else {
            assertEquals(arguments, TransactionMessage.parse(arguments).arguments());
        }
    }

    @Test
    void tellsWhetherASecretFits() {
        var hashes = (TransactionMessage.WorkHashes) TransactionMessage.parse(arguments("buyer-hashes"));
        assertTrue(hashes.fits(
                Secret.parse("buyersecret", arguments("seller-secret").get("buyersecret"))));
        assertEquals(
                false,
                hashes.fits(Secret.parse(
                        "buyersecret", arguments("seller-badsecret").get("buyersecret"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "127.0.0.1:8082/a",
                "ftp://127.0.0.1/a",
                "javascript:alert(1)",
                "http:///a",
                "http://u@127.0.0.1/",
                "http://127.0.0.1/a b",
                "http://127.0.0.1/中",
                "//127.0.0.1/"
            })
    void refusesWhatIsNoWorkerUrl(String url) {
        assertThrows(Malformed.class, () -> new WorkerUrl(url));
    }

    @Test
    void takesWorkerUrlsOf255CharactersAndNoMore() {
        String longest = "http://[2001:db8::1]:8082/" + "a".repeat(229);
        assertEquals("2001:db8::1", new WorkerUrl(longest).host());
        assertThrows(Malformed.class, () -> new WorkerUrl(longest + "a"));
    }

    @Test
    void refusesAVerdictThatIsNotOn() {
        var refusal = assertThrows(Malformed.class, () -> TransactionMessage.parse(Map.of("acceptresult", "off")));
        assertEquals("acceptresult 'off' is malformed, expected 'on'", refusal.getMessage());
    }
}
