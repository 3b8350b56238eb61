package net.bitwrk.protocol.money;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MoneyVectorsTest {
    static Stream<JsonObject> formats() {
        return cases("format");
    }

    static Stream<JsonObject> texts() {
        return cases("parse");
    }

    private static Stream<JsonObject> cases(String list) {
        return Vectors.object("money.json").getJsonArray(list).stream().map(JsonValue::asJsonObject);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void formats(JsonObject vector) {
        var money = Money.of(
                vector.getJsonNumber("amount").longValueExact(), Currency.valueOf(vector.getString("currency")));
        assertEquals(vector.getString("formatted"), money.toString());
    }

    @ParameterizedTest
    @MethodSource("texts")
    void parses(JsonObject vector) {
        String input = vector.getString("input");
        if (vector.getBoolean("valid")) {
            Money money = Money.parse("price", input);
            assertEquals(vector.getJsonNumber("amount").longValueExact(), money.amount());
            assertEquals(vector.getString("currency"), money.currency().name());
            assertEquals(vector.getString("formatted"), money.toString());
        } else {
            var refusal = assertThrows(Malformed.class, () -> Money.parse("price", input));
            assertTrue(refusal.getMessage().startsWith("price '"), refusal.getMessage());
        }
    }

    @Test
    void runsEveryCase() {
        assertEquals(20, formats().count());
        assertEquals(69, texts().count());
    }

    @Test
    void refusesSumsThatDoNotFit() {
        Money most = Money.of(Long.MAX_VALUE, Currency.BTC);
        assertThrows(ArithmeticException.class, () -> most.plus(Money.of(1, Currency.BTC)));
        assertThrows(
                ArithmeticException.class,
                () -> Money.of(Long.MIN_VALUE, Currency.BTC).negated());
        assertThrows(CurrencyMismatch.class, () -> most.plus(Money.of(1, Currency.EUR)));
    }

    @Test
    void writesTheExtremesExactly() {
        assertEquals(
                "BTC -92233720368.54775808",
                Money.of(Long.MIN_VALUE, Currency.BTC).toString());
        assertEquals(
                "EUR 9223372036.854775807",
                Money.of(Long.MAX_VALUE, Currency.EUR).toString());
    }
}
