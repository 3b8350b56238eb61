package net.bitwrk.client.worker;

import net.bitwrk.protocol.Malformed;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One piece of work on its way to a worker, and its result on the way back (protocol section 11). It speaks HTTP over a
 * plain socket, because the Blender worker of 0.7 takes bytes that come while it renders for a cancellation: the closing
 * chunk has to leave in one write with the last data. {@link #hangUp()} ends it from any thread.
 */
public final class WorkPush implements Closeable {
    /** Protocol section 11: 15 min at most. */
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private static final int CONNECT_MILLIS = 10_000;
    private static final int BLOCK = 32 * 1024;
    private static final int OK = 200;
    private static final int MAX_REASON = 1024;
    private static final byte[] END = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final PushTarget target;
    private final Socket socket = new Socket();
    private final Future<?> limit;

    WorkPush(PushTarget target, ScheduledExecutorService timer) throws IOException {
        this.target = target;
        try {
            socket.setTcpNoDelay(true);
            socket.connect(target.address(), CONNECT_MILLIS);
        } catch (IOException e) {
            socket.close();
            throw new IOException("cannot reach the worker at " + target.address() + ": " + e.getMessage(), e);
        }
        limit = timer.schedule(this::close, LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Sends the work and waits for the head of the answer.
     *
     * @return the result, to be read before this is closed; a result cut short ends in an IOException
     * @throws WorkerFailed if the answer is not 200; redirects are not followed
     * @throws IOException if the worker hung up, or was hung up on
     */
    public InputStream send(InputStream work) throws IOException {
        // A worker may answer, with a refusal, before it has read all: then the answer says more than the failed write.
        IOException broken = null;
        try {
            write(head(), work, socket.getOutputStream());
        } catch (IOException e) {
            broken = e;
        }
        HttpAnswer answer;
        try {
            answer = HttpAnswer.read(socket.getInputStream());
        } catch (IOException e) {
            throw broken == null ? e : broken;
        }
        if (answer.status() != OK) {
            throw new WorkerFailed(
                    answer.status(),
                    Malformed.shown(new String(answer.body().readNBytes(MAX_REASON), StandardCharsets.UTF_8)));
        }
        return answer.body();
    }

    /** Never more than one block behind, so that it knows which is the last. */
    static void write(String requestHead, InputStream work, OutputStream out) throws IOException {
        byte[] head = requestHead.getBytes(StandardCharsets.ISO_8859_1);
        byte[] block = work.readNBytes(BLOCK);
        while (true) {
            byte[] next = block.length < BLOCK ? new byte[0] : work.readNBytes(BLOCK);
            byte[] chunk = block.length == 0 ? block : chunk(block);
            out.write(next.length == 0 ? joined(head, chunk, END) : joined(head, chunk));
            if (next.length == 0) {
                return;
            }
            head = new byte[0];
            block = next;
        }
    }

    private String head() {
        return "POST " + target.path() + " HTTP/1.1\r\n"
                + "Host: " + target.uri().getRawAuthority() + "\r\n"
                + "User-Agent: BitWrk\r\n"
                + "Content-Type: application/octet-stream\r\n"
                + "Transfer-Encoding: chunked\r\n"
                + "Connection: close\r\n\r\n";
    }

    /** Length in lower-case hex, no extension. */
    private static byte[] chunk(byte[] block) {
        byte[] length = (Integer.toHexString(block.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        return joined(length, block, new byte[] {'\r', '\n'});
    }

    private static byte[] joined(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /** Ends whatever another thread does with this. */
    public void hangUp() {
        close();
    }

    @Override
    public void close() {
        if (limit != null) {
            limit.cancel(false);
        }
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing is left to be saved: the socket is given up either way.
            System.getLogger(WorkPush.class.getName())
                    .log(System.Logger.Level.DEBUG, "closing the connection to a worker: " + e.getMessage());
        }
    }
}
