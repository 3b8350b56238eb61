package net.bitwrk.client.worker;

import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(30)
final class WorkPushTest {
    private static final byte[] RESULT = "a result".getBytes(StandardCharsets.US_ASCII);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 32 * 1024, 32 * 1024 + 1, 100_000, 3 * 32 * 1024})
    void pushesWorkAsTheStrictestWorkerWantsIt(int length) throws Exception {
        byte[] work = Vectors.stream("push", length);
        byte[] answer = ScriptedWorker.answer("HTTP/1.0 200 OK\r\nServer: BaseHTTP/0.6 Python/3.11", RESULT);
        try (var worker = new ScriptedWorker(length, answer);
                WorkPush push = open(worker)) {
            assertArrayEquals(RESULT, push.send(new ByteArrayInputStream(work)).readAllBytes());
            assertArrayEquals(work, worker.work().get());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, 32 * 1024, 32 * 1024 + 1, 100_000, 3 * 32 * 1024})
    void sendsTheClosingChunkInOneWriteWithTheLastData(int length) throws Exception {
        var writes = new ArrayList<byte[]>();
        WorkPush.write("HEAD", new ByteArrayInputStream(new byte[length]), new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("single bytes are not written");
            }

            @Override
            public void write(byte[] bytes) {
                writes.add(bytes.clone());
            }
        });
        int blocks = Math.max(1, (length + 32 * 1024 - 1) / (32 * 1024));
        assertEquals(blocks, writes.size());
        String last = new String(writes.get(blocks - 1), StandardCharsets.ISO_8859_1);
        assertTrue(last.endsWith(length == 0 ? "HEAD0\r\n\r\n" : "\0\r\n0\r\n\r\n"), last);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 8|a result",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked|3\r\na r\r\n5;x=y\r\nesult\r\n0\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK|a result",
                "HTTP/1.0 200 OK|a result"
            })
    void readsResultsInEveryForm(String answer) throws Exception {
        assertArrayEquals(RESULT, resultOf(answer));
    }

    /** @param answer head and body, with a bar between them */
    private byte[] resultOf(String answer) throws Exception {
        String[] parts = answer.split("\\|");
        byte[] bytes = ScriptedWorker.answer(parts[0], parts[1].getBytes(StandardCharsets.US_ASCII));
        try (var worker = new ScriptedWorker(10, bytes);
                WorkPush push = open(worker)) {
            return push.send(new ByteArrayInputStream(new byte[10])).readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 9|a result",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked|8\r\na result\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked|-8\r\na result\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1|a result"
            })
    void refusesResultsThatAreCutShort(String answer) {
        assertThrows(IOException.class, () -> resultOf(answer));
    }

    @Test
    void tellsAFailureThatIsReportedBackFromOneThatIsNot() throws Exception {
        assertTrue(failure("HTTP/1.0 500 Internal Server Error").reportsBack());
        assertFalse(failure("HTTP/1.0 503 Busy").reportsBack());
        assertEquals(
                "the worker answered 503: out of memory",
                failure("HTTP/1.0 503 Busy").getMessage());
    }

    @Test
    void followsNoRedirect() throws Exception {
        assertFalse(
                failure("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/").reportsBack());
    }

    private WorkerFailed failure(String head) throws Exception {
        byte[] answer = ScriptedWorker.answer(head, "out of memory".getBytes(StandardCharsets.US_ASCII));
        try (var worker = new ScriptedWorker(10, answer);
                WorkPush push = open(worker)) {
            return assertThrows(WorkerFailed.class, () -> push.send(new ByteArrayInputStream(new byte[10])));
        }
    }

    @Test
    void endsWhenTheWorkerHangsUp() throws Exception {
        try (var worker = new ScriptedWorker(10, new byte[0]);
                WorkPush push = open(worker)) {
            assertThrows(IOException.class, () -> push.send(new ByteArrayInputStream(new byte[10])));
        }
    }

    @Test
    void endsAtOnceWhenHungUpFromAnotherThread() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                WorkPush push = new WorkPush(
                        PushTarget.of(
                                "http://127.0.0.1:" + silent.getLocalPort() + "/", InetAddress.getLoopbackAddress(), 0),
                        timer)) {
            var closer = new Thread(push::hangUp);
            closer.start();
            assertThrows(IOException.class, () -> push.send(new ByteArrayInputStream(new byte[10])));
            closer.join();
        }
    }

    private WorkPush open(ScriptedWorker worker) throws IOException {
        return new WorkPush(PushTarget.of(worker.url(), InetAddress.getLoopbackAddress(), 0), timer);
    }
}
