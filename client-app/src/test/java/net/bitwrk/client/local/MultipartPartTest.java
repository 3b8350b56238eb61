package net.bitwrk.client.local;

import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class MultipartPartTest {
    private static final String DATA = "--b\r\nContent-Disposition: form-data; name=\"data\"; filename=\"f\"\r\n"
            + "Content-Type: application/octet-stream\r\n\r\n";

    private static byte[] body(Object... parts) {
        var body = new ByteArrayOutputStream();
        for (Object part : parts) {
            body.writeBytes(
                    part instanceof byte[] bytes ? bytes : part.toString().getBytes(StandardCharsets.UTF_8));
        }
        return body.toByteArray();
    }

    /** Gives out a few bytes at a time, as a network does. */
    private static InputStream slowly(byte[] bytes, int step) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, step));
            }
        };
    }

    private static byte[] read(byte[] body, int step) throws IOException {
        try (var part = new MultipartPart(slowly(body, step), "b", "data")) {
            return part.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000, 1 << 20})
    void readsThePartWhateverTheNetworkDoes(int step) throws IOException {
        byte[] work = Vectors.stream("multipart", 20_000);
        byte[] body = body(
                "--b\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nskipped\r\n",
                DATA,
                work,
                "\r\n--b--\r\n");
        assertArrayEquals(work, read(body, step));
    }

    @Test
    void readsAnEmptyPart() throws IOException {
        assertEquals(0, read(body(DATA, "\r\n--b--\r\n"), 1000).length);
    }

    @Test
    void refusesABodyWithoutThePartOrWithTwo() {
        byte[] none = body("--b\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n--b--\r\n");
        byte[] two = body(DATA, "x\r\n", DATA, "y\r\n--b--\r\n");
        assertEquals(
                Refusal.INPUT,
                assertThrows(Refused.class, () -> read(none, 1000)).refusal());
        assertEquals(
                Refusal.INPUT,
                assertThrows(Refused.class, () -> read(two, 1000)).refusal());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 50, 150, 160, 165})
    void refusesABodyThatWasCutOff(int left) {
        byte[] whole = body(DATA, "0123456789", "\r\n--b--\r\n");
        byte[] cut = java.util.Arrays.copyOf(whole, Math.min(left, whole.length - 5));
        assertThrows(Refused.class, () -> read(cut, 1000));
    }

    @Test
    void refusesABodyOfManyParts() {
        String part = "--b\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n";
        byte[] body = body(part.repeat(100), DATA, "x\r\n--b--\r\n");
        assertThrows(Refused.class, () -> read(body, 100_000));
    }
}
