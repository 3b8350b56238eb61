package net.bitwrk.client.peer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class MultipartReaderTest {
    private static final String FIELD = "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n";

    @Test
    void readsWhatTheWriterWrites() throws IOException {
        var out = new ByteArrayOutputStream();
        var writer = new MultipartWriter(out, "b");
        writer.beginFile("work", "workfile.bin");
        out.write(Wire.ascii("\r\n--\r\r\n--c\r\n-"));
        writer.field("buyersecret", "");
        writer.end();
        assertEquals("work=\r\n--\r\r\n--c\r\n-;buyersecret=;", read(out.toString(StandardCharsets.ISO_8859_1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x" + FIELD + "1\r\n--b--\r\n",
                FIELD + "1",
                FIELD + "1\r\n--b",
                FIELD + "1\r\n--b--",
                FIELD + "1\r\n--b--\r\nmore",
                FIELD + "1\r\n--bc--\r\n",
                "--b\r\n\r\n1\r\n--b--\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"\"\r\n\r\n1\r\n--b--\r\n",
                "--b\r\nContent-Disposition: form-data; name=\"a\\\"b\"\r\n\r\n1\r\n--b--\r\n",
                "--b\r\nContent-Disposition: attachment; name=\"x\"\r\n\r\n1\r\n--b--\r\n",
            })
    void refusesWhatIsNotWhole(String text) {
        assertThrows(IOException.class, () -> read(text));
    }

    @Test
    void headersHaveLimits() {
        String endlessLine = "--b\r\nX: " + "x".repeat(600) + "\r\n\r\n";
        assertTrue(assertThrows(PeerFault.class, () -> read(endlessLine))
                .getMessage()
                .contains("longer than 512"));
        String endlessHead = "--b\r\n" + "X: x\r\n".repeat(9) + "\r\n";
        assertTrue(assertThrows(PeerFault.class, () -> read(endlessHead))
                .getMessage()
                .contains("more than 8"));
    }

    @Test
    void aChunkThatEndsLikeABoundaryIsReadWithoutWaitingForMore() throws IOException {
        InputStream waiting = new InputStream() {
            private final byte[] bytes = Wire.ascii(FIELD + "chunk\r");
            private int position;

            @Override
            public int read() {
                throw new AssertionError("one byte at a time");
            }

            @Override
            public int read(byte[] out, int from, int length) {
                if (position == bytes.length) {
                    throw new AssertionError("would wait for the peer, which waits for us");
                }
                int step = Math.min(length, bytes.length - position);
                System.arraycopy(bytes, position, out, from, step);
                position += step;
                return step;
            }
        };
        InputStream body =
                new MultipartReader(waiting, "b").next().orElseThrow().body();
        assertEquals('c', body.read());
        assertEquals("hunk\r", new String(body.readNBytes(5), StandardCharsets.US_ASCII));
    }

    @Test
    void takesTheBoundaryOfFormDataOnly() throws IOException {
        assertEquals("abc", MultipartReader.boundary("multipart/form-data; boundary=abc"));
        for (String type : new String[] {"", "multipart/mixed; boundary=abc", "multipart/form-data", "text/plain"}) {
            assertThrows(PeerFault.class, () -> MultipartReader.boundary(type));
        }
    }

    private static String read(String text) throws IOException {
        var reader = new MultipartReader(new ByteArrayInputStream(Wire.ascii(text)), "b");
        var read = new StringBuilder();
        for (var part = reader.next(); part.isPresent(); part = reader.next()) {
            read.append(part.get().name()).append('=');
            for (int b = part.get().body().read(); b >= 0; b = part.get().body().read()) {
                read.append((char) b);
            }
            read.append(';');
        }
        return read.toString();
    }
}
