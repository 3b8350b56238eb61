package net.bitwrk.protocol.document;

import net.bitwrk.protocol.Malformed;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FormTest {
    @Test
    void decodesInOrder() {
        Form form = Form.parse("b=%C3%A9+x&a=&c&d=1%3D2=3");
        assertEquals("é x", form.required("b"));
        assertEquals(Optional.of(""), form.requiredOrEmpty("a"));
        assertEquals(Optional.of(""), form.optional("c"));
        assertEquals("1=2=3", form.required("d"));
        assertEquals(Optional.empty(), form.optional("e"));
        assertEquals("b=%C3%A9+x&a=&c=&d=1%3D2%3D3", form.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a=%", "a=%4", "a=%zz", "a=%+1", "a=%00", "a=%ff", "a=%C0%AF", "a=%ED%A0%80", "%ff=a", "a=é"})
    @DisplayName("A5: what is mis-encoded is refused")
    void refusesWhatIsMisEncoded(String body) {
        assertThrows(Malformed.class, () -> Form.parse(body));
    }

    @Test
    @DisplayName("A5: a field given twice is refused, with its name and values")
    void refusesDoubleFields() {
        Form form = Form.parse("a=1&a=2");
        var refusal = assertThrows(Malformed.class, () -> form.required("a"));
        assertTrue(refusal.getMessage().contains("a '1'"), refusal.getMessage());
        assertThrows(Malformed.class, () -> form.without("b"));
        assertEquals(Map.of(), form.without("a"));
    }

    static Stream<String> names() {
        return Stream.of("%0d%0a%1b[31m%C3%A9", "x".repeat(30_000));
    }

    @ParameterizedTest
    @MethodSource("names")
    @DisplayName("R6: a field's name is shown as its value is: one short line of printable ASCII")
    void showsNamesAsValues(String name) {
        requireShown(assertThrows(Malformed.class, () -> Form.parse(name + "=%ff")));
        Form twice = Form.parse(name + "=1&" + name + "=2");
        requireShown(assertThrows(Malformed.class, () -> twice.without("b")));
    }

    private static void requireShown(Malformed refusal) {
        String text = refusal.getMessage();
        assertTrue(text.length() < 1_024 && text.chars().allMatch(c -> c >= ' ' && c <= '~'), text);
    }

    @Test
    void refusesMissingAndEmptyFields() {
        assertThrows(Malformed.class, () -> Form.parse("").required("a"));
        assertThrows(Malformed.class, () -> Form.parse("a=").required("a"));
    }
}
