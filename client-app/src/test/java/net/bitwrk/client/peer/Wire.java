package net.bitwrk.client.peer;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** HTTP/1.1 by hand, so that a test sees and says every byte. */
final class Wire {
    private Wire() {}

    static String readHead(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException("connection ends after '" + head + "'");
            }
            head.append((char) b);
        }
        return head.toString();
    }

    static Recording.Message read(InputStream in) throws IOException {
        return readAfter(readHead(in), in);
    }

    static Recording.Message readAfter(String head, InputStream in) throws IOException {
        return new Recording.Message(head, readBody(in, head));
    }

    private static byte[] readBody(InputStream in, String head) throws IOException {
        String lower = head.toLowerCase(Locale.ROOT);
        if (lower.contains("transfer-encoding: chunked")) {
            var body = new ByteArrayOutputStream();
            for (byte[] chunk = readChunk(in); chunk.length > 0; chunk = readChunk(in)) {
                body.writeBytes(chunk);
            }
            return body.toByteArray();
        }
        return lower.contains("content-length: ")
                ? in.readNBytes(Integer.parseInt(lower.replaceAll("(?s).*content-length: (\\d+).*", "$1")))
                : new byte[0];
    }

    /** One chunk of a chunked body; empty at its end. Jetty sends the line end of a chunk with the next one. */
    static byte[] readChunk(InputStream in) throws IOException {
        String line = readLine(in);
        byte[] chunk = in.readNBytes(Integer.parseInt(line.isEmpty() ? readLine(in) : line, 16));
        if (chunk.length == 0) {
            readLine(in);
        }
        return chunk;
    }

    private static String readLine(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("connection ends after '" + line + "'");
            }
            line.append((char) b);
        }
        return line.toString().strip();
    }

    static Recording.Message decoded(Recording.Message message) throws IOException {
        return message.hasLine("Content-Encoding: gzip")
                ? new Recording.Message(message.head(), Recording.gunzip(message.body()))
                : message;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
