package net.bitwrk.client.local;

import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The bytes of one named part of a {@code multipart/form-data} body, read while they come; other parts are skipped.
 * The end is reported only after the whole body has been seen to be well-formed.
 */
final class MultipartPart extends InputStream implements MultiPart.Parser.Listener {
    private static final int BUFFER = 65_536;
    /** Far more than a program has reason to send beside its data. */
    private static final int MAX_PARTS = 20;

    private static final int MAX_HEADER_BYTES = 8192;

    private final InputStream body;
    private final String name;
    private final MultiPart.Parser parser;
    private final Queue<ByteBuffer> ready = new ArrayDeque<>();
    private String disposition = "";
    private boolean isWanted;
    private int found;
    private boolean isComplete;
    private Throwable failure;

    MultipartPart(InputStream body, String boundary, String name) {
        this.body = body;
        this.name = name;
        this.parser = new MultiPart.Parser(boundary, this);
        parser.setMaxParts(MAX_PARTS);
        parser.setPartHeadersMaxLength(MAX_HEADER_BYTES);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (ready.isEmpty() && !isComplete) {
            parseMore();
        }
        ByteBuffer next = ready.peek();
        if (next == null) {
            return -1;
        }
        int count = Math.min(length, next.remaining());
        next.get(target, offset, count);
        if (!next.hasRemaining()) {
            ready.remove();
        }
        return count;
    }

    private void parseMore() throws IOException {
        byte[] buffer = new byte[BUFFER];
        int count = body.read(buffer);
        boolean isLast = count < 0;
        parser.parse(Content.Chunk.from(ByteBuffer.wrap(buffer, 0, Math.max(count, 0)), isLast));
        if (failure != null || isLast && !isComplete) {
            throw new Refused(Refusal.INPUT, "the multipart body is malformed or was cut off");
        }
        if (found > 1 || isComplete && found == 0) {
            throw new Refused(Refusal.INPUT, "expected exactly one part named '" + name + "', found " + found);
        }
    }

    @Override
    public void onPartBegin() {
        disposition = "";
    }

    @Override
    public void onPartHeader(String header, String value) {
        if (header.equalsIgnoreCase("Content-Disposition")) {
            disposition = value;
        }
    }

    @Override
    public void onPartHeaders() {
        isWanted = name.equals(HeaderParameter.of(disposition, "name"));
        found += isWanted ? 1 : 0;
    }

    @Override
    public void onPartContent(Content.Chunk chunk) {
        if (isWanted && chunk.hasRemaining()) {
            // The chunk is a slice of a buffer of ours that is not used again.
            ready.add(chunk.getByteBuffer().slice());
        }
    }

    @Override
    public void onComplete() {
        isComplete = true;
    }

    @Override
    public void onFailure(Throwable cause) {
        failure = cause;
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
