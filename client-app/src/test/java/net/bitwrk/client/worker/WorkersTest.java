package net.bitwrk.client.worker;

import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(30)
final class WorkersTest {
    private static final String URL = "http://127.0.0.1:18096/work";
    private static final InetAddress CALLER = InetAddress.getLoopbackAddress();
    private static final int OWN_PORT = 8081;

    private final BlockingQueue<Worker> ready = new LinkedBlockingQueue<>();
    private final BlockingQueue<Worker> gone = new LinkedBlockingQueue<>();
    private final Workers workers = new Workers(OWN_PORT, Duration.ofMillis(200));

    @BeforeEach
    void listen() {
        workers.listen(new WorkerListener() {
            @Override
            public void isReady(Worker worker) {
                ready.add(worker);
            }

            @Override
            public void isGone(Worker worker) {
                gone.add(worker);
            }
        });
    }

    @AfterEach
    void stop() {
        workers.close();
    }

    @Test
    void offersAWorkerOnceUntilItsSaleEnds() throws Exception {
        workers.register("w1", "foobar", URL, CALLER);
        Worker worker = ready.take();
        workers.register("w1", "anything else", "", CALLER);
        assertTrue(ready.isEmpty());
        worker.endSale();
        assertEquals(worker, ready.take());
        assertEquals("foobar", worker.article().text());
    }

    @Test
    void letsAWorkerRestAfterAFailedSale() throws Exception {
        workers.register("w1", "foobar", URL, CALLER);
        String resting = recorded("after a failed sale");
        long before = System.nanoTime();
        ready.take().failedSale("why it failed, free text", false);
        assertEquals(resting, workers.all().get(0).json().toString());
        workers.register("w1", "foobar", URL, CALLER);
        // Were its rest over by that, it would be ready too early.
        ready.take();
        assertTrue(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before) >= 200);
    }

    @Test
    void restsTooWhenTheSaleBeforeFailsAtLast() throws Exception {
        workers.register("w1", "foobar", URL, CALLER);
        Worker worker = ready.take();
        worker.endSale();
        assertEquals(worker, ready.take());
        long before = System.nanoTime();
        worker.failedSale("nobody signed for the result", true);
        worker.endSale();
        assertEquals("nobody signed for the result", workers.all().get(0).lastError());
        assertEquals(worker, ready.take());
        assertTrue(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before) >= 200);
    }

    @Test
    void looksInJsonAsItAlwaysDid() throws IOException {
        workers.register("w1", "foobar", URL, CALLER);
        assertEquals(recorded("idle"), workers.all().get(0).json().toString());
    }

    @Test
    void isNotIdleFromThePushToItsReport() throws Exception {
        try (var server = new ServerSocket(0, 1, CALLER)) {
            workers.register("w1", "foobar", "http://127.0.0.1:" + server.getLocalPort(), CALLER);
            Worker worker = ready.take();
            worker.push().close();
            assertFalse(workers.all().get(0).idle());
            worker.endSale();
            assertTrue(ready.isEmpty());
            workers.register("w1", "foobar", URL, CALLER);
            assertEquals(worker, ready.take());
        }
    }

    @Test
    void takesAReportBeforeTheSaleHasEnded() throws Exception {
        try (var server = new ServerSocket(0, 1, CALLER)) {
            workers.register("w1", "foobar", "http://127.0.0.1:" + server.getLocalPort(), CALLER);
            Worker worker = ready.take();
            worker.push().close();
            workers.register("w1", "foobar", URL, CALLER);
            assertTrue(ready.isEmpty());
            worker.endSale();
            assertEquals(worker, ready.take());
        }
    }

    @Test
    void countsAsIdleAfterAllFailuresButThoseThatAreReported() throws Exception {
        try (var server = new ServerSocket(0, 2, CALLER)) {
            workers.register("w1", "foobar", "http://127.0.0.1:" + server.getLocalPort(), CALLER);
            Worker worker = ready.take();
            worker.push().close();
            worker.failed("500", false);
            assertFalse(workers.all().get(0).idle());
            worker.failed("hung up", true);
            assertTrue(workers.all().get(0).idle());
        }
    }

    @Test
    void aWorkerThatCannotBeReachedIsIdleAndSaysWhy() throws Exception {
        int port;
        try (var server = new ServerSocket(0, 1, CALLER)) {
            port = server.getLocalPort();
        }
        workers.register("w1", "foobar", "http://127.0.0.1:" + port, CALLER);
        Worker worker = ready.take();
        assertThrows(IOException.class, worker::push);
        assertTrue(workers.all().get(0).idle());
        assertTrue(workers.all().get(0).lastError().startsWith("cannot reach the worker"));
    }

    @Test
    void staysListedUntilItsSaleEnds() throws Exception {
        workers.register("w1", "foobar", URL, CALLER);
        Worker worker = ready.take();
        assertTrue(workers.unregister("w1"));
        assertEquals(worker, gone.take());
        assertTrue(workers.all().get(0).unregistered());
        worker.endSale();
        assertTrue(workers.all().isEmpty());
        assertFalse(workers.unregister("w1"));
        assertTrue(ready.isEmpty());
    }

    @Test
    void tellsOfAWorkerThatIsUnregisteredWhileItsSaleBegins() {
        var told = new ArrayList<String>();
        workers.listen(new WorkerListener() {
            @Override
            public void isReady(Worker worker) {
                workers.unregister("w1");
                told.add("its sale has begun");
            }

            @Override
            public void isGone(Worker worker) {
                told.add("it is gone");
            }
        });
        workers.register("w1", "foobar", URL, CALLER);
        assertEquals("it is gone", told.get(told.size() - 1), told.toString());
    }

    @Test
    void takesAnUnregisteredWorkerForANewOne() throws Exception {
        workers.register("w1", "foobar", URL, CALLER);
        Worker old = ready.take();
        workers.unregister("w1");
        workers.register("w1", "snafu", URL, CALLER);
        assertEquals("snafu", ready.take().article().text());
        old.endSale();
        assertEquals(1, workers.all().size());
    }

    @DisplayName("D5: the pushurl is the caller's own address")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest",
                "http://192.168.0.1/",
                "http://example.org/",
                "http://127.0.0.1:8081/work",
                "http://user@127.0.0.1:1/",
                "https://127.0.0.1:1/",
                "file:///etc/passwd",
                "http://2130706433:1/",
                "http://0x7f.1:1/",
                "http://:80/",
                "",
                "http://127.0.0.1:1/a b"
            })
    void refusesToPushElsewhere(String url) {
        assertThrows(Malformed.class, () -> workers.register("w1", "foobar", url, CALLER));
        assertTrue(workers.all().isEmpty());
    }

    @DisplayName("D5: a caller of the network is pushed to where it called from")
    @Test
    void pushesToTheCallersAddressOnly() throws Exception {
        InetAddress caller = InetAddress.getByName("192.0.2.7");
        assertThrows(Malformed.class, () -> workers.register("w1", "foobar", "http://192.0.2.8:1/", caller));
        assertThrows(Malformed.class, () -> workers.register("w1", "foobar", "http://127.0.0.1:1/", caller));
        workers.register("w1", "foobar", "http://192.0.2.7:1/", caller);
        assertEquals(1, workers.all().size());
    }

    private static String recorded(String situation) {
        return Vectors.object("client-json-shapes.json")
                .getJsonObject("workers")
                .getJsonArray(situation)
                .getJsonObject(0)
                .toString();
    }
}
