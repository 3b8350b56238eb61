package net.bitwrk.client.peer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Writes {@code multipart/form-data} as 0.7 does (vectors/peer-transcripts.json), while its parts are being made. */
final class MultipartWriter {
    private static final int BOUNDARY_BYTES = 30;

    private final OutputStream out;
    private final String boundary;
    private String separator = "--";

    MultipartWriter(OutputStream out, String boundary) {
        this.out = out;
        this.boundary = boundary;
    }

    /** 60 hex characters: no content contains it. */
    static String newBoundary(RandomGenerator random) {
        byte[] bytes = new byte[BOUNDARY_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Begins a file part; its bytes are what is written to the stream until the next call here. */
    void beginFile(String name, String filename) throws IOException {
        ascii(separator + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + filename
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n");
        separator = "\r\n--";
    }

    void field(String name, String value) throws IOException {
        ascii(separator + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value);
        separator = "\r\n--";
    }

    void end() throws IOException {
        ascii(separator + boundary + "--\r\n");
    }

    private void ascii(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
