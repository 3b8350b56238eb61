package net.bitwrk.client.worker;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * A worker as strict as the Blender worker of 0.7 (protocol section 11): takes no {@code Content-Length}, only lower-case
 * chunk lengths without extensions, and takes bytes that come while it works for a cancellation. It begins to work with
 * the last data, before it has asked its socket for more. Serves one request.
 */
final class ScriptedWorker implements Closeable {
    private static final int DEADLINE_MILLIS = 10_000;
    private static final int RENDER_MILLIS = 150;

    private final ServerSocket server;
    private final int workLength;
    private final byte[] answer;
    private final CompletableFuture<byte[]> work = new CompletableFuture<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    /** @param answer the whole answer, head and all; empty: the worker hangs up instead */
    ScriptedWorker(int workLength, byte[] answer) throws IOException {
        this.server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        this.workLength = workLength;
        this.answer = answer;
        var thread = new Thread(this::serve, "scripted-worker");
        thread.setDaemon(true);
        thread.start();
    }

    static byte[] answer(String head, byte[] body) {
        var all = new ByteArrayOutputStream();
        all.writeBytes((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(body);
        return all.toByteArray();
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/work";
    }

    /** The work as it was taken in; fails with what the worker did not like. */
    CompletableFuture<byte[]> work() {
        return work;
    }

    private void serve() {
        try (Socket socket = server.accept()) {
            socket.setSoTimeout(DEADLINE_MILLIS);
            byte[] body = takeWork(socket.getInputStream());
            socket.setSoTimeout(RENDER_MILLIS);
            refuseCancellation(socket.getInputStream());
            socket.getOutputStream().write(answer);
            socket.getOutputStream().flush();
            work.complete(body);
        } catch (IOException | AssertionError e) {
            work.completeExceptionally(e);
        }
    }

    /** Reads on until the last byte of the work is there, and not once more. */
    private byte[] takeWork(InputStream in) throws IOException {
        byte[] buffer = new byte[1 << 20];
        while (true) {
            byte[] body = dechunked(received.toByteArray());
            if (body.length == workLength && headEnds(received.toByteArray()) > 0) {
                require(
                        received.toString(StandardCharsets.ISO_8859_1).endsWith("0\r\n\r\n"),
                        "the closing chunk did not come with the last data");
                return body;
            }
            int count = in.read(buffer);
            require(count > 0, "the client hung up");
            received.write(buffer, 0, count);
        }
    }

    private static int headEnds(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
    }

    private static byte[] dechunked(byte[] bytes) {
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = headEnds(bytes);
        if (at < 0) {
            return new byte[0];
        }
        checkHead(all.substring(0, at));
        at += 4;
        var body = new ByteArrayOutputStream();
        while (at < all.length()) {
            int lineEnd = all.indexOf("\r\n", at);
            if (lineEnd < 0) {
                break;
            }
            String length = all.substring(at, lineEnd);
            require(length.matches("[0-9a-f]+"), "chunk length '" + length + "'");
            int size = Integer.parseInt(length, 16);
            int from = lineEnd + 2;
            body.write(bytes, from, Math.min(size, bytes.length - from));
            at = from + size + 2;
        }
        return body.toByteArray();
    }

    private static void checkHead(String head) {
        require(head.startsWith("POST /work HTTP/1.1\r\n"), "request line");
        String lower = head.toLowerCase(Locale.ROOT);
        require(lower.contains("\r\ncontent-type: application/octet-stream"), "content type");
        require(lower.contains("\r\ntransfer-encoding: chunked"), "transfer encoding");
        require(!lower.contains("content-length"), "a Content-Length");
    }

    private static void refuseCancellation(InputStream in) throws IOException {
        try {
            require(in.read() < 0, "bytes came while rendering: cancelled");
        } catch (SocketTimeoutException e) {
            return;
        }
        throw new IOException("the client hung up while rendering");
    }

    private static void require(boolean fits, String what) {
        if (!fits) {
            throw new AssertionError("the worker takes this for wrong: " + what);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
