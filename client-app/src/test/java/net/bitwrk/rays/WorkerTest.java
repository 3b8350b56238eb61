package net.bitwrk.rays;

import net.bitwrk.rays.ScriptedClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(120)
final class WorkerTest {
    private ScriptedClient client;
    private Worker worker;
    private String pushUrl;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        client = new ScriptedClient((article, work) -> Answer.of(502, "nobody"));
        worker = Worker.start(client.local(), 0);
        Map<String, String> registered = idle();
        pushUrl = registered.get("pushurl");
        assertEquals("net.bitwrk/gorays/0", registered.get("article"));
        assertEquals("rays-127.0.0.1-" + URI.create(pushUrl).getPort(), registered.get("id"));
    }

    @AfterEach
    void end() {
        worker.close();
        client.close();
    }

    private Map<String, String> idle() throws InterruptedException {
        Map<String, String> fields = client.idle.poll(60, TimeUnit.SECONDS);
        assertNotNull(fields, "the worker has not registered");
        return fields;
    }

    private Answer push(String work) throws IOException, InterruptedException {
        return ScriptedClient.push(pushUrl, work.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void drawsAndReportsBack() throws IOException, InterruptedException {
        var scene = Scene.of("1 1\n", 40).with(new Part(10, 20, 30, 40));
        for (int i = 0; i < 3; i++) {
            Answer answer = ScriptedClient.push(pushUrl, scene.work());
            assertEquals(200, answer.status());
            assertEquals(Tracer.draw(scene), Picture.readPpm(answer.body()));
            assertEquals(pushUrl, idle().get("pushurl"));
        }
    }

    @Test
    void refusesWhatIsNoWorkAndReportsBack() throws IOException, InterruptedException {
        Answer answer = push("width:20\nheight:10\n\n1");
        assertEquals(400, answer.status());
        assertEquals("pictures are square, not 20 by 10", new String(answer.body(), StandardCharsets.US_ASCII));
        idle();
        assertEquals(400, push("").status());
        assertEquals(400, push("\nä").status());
        assertEquals(413, push("\n" + "1".repeat(200_000)).status());
    }

    @Test
    void givesUpWhenTheClientHangsUp() throws IOException, InterruptedException {
        var url = URI.create(pushUrl);
        byte[] work = Scene.of("1", 2000).work();
        List<String> told = new CopyOnWriteArrayList<>();
        var listener = new Handler() {
            @Override
            public void publish(LogRecord said) {
                told.add(said.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        var log = Logger.getLogger(Worker.class.getName());
        log.addHandler(listener);
        try (var socket = new Socket(url.getHost(), url.getPort())) {
            socket.getOutputStream()
                    .write(("POST /work HTTP/1.1\r\nHost: x\r\nContent-Length: " + work.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(work);
            assertEquals('H', socket.getInputStream().read());
        }
        idle();
        log.removeHandler(listener);
        // Of the whole it would tell another thing: that it is drawn.
        assertEquals(List.of("work given up, the client has hung up: {0}"), told);
    }

    @Test
    void doesNotRegisterAgainWithWhatItFinishesAtItsEnd() {
        client.unregistering = () -> {
            push("no work");
            // In this time it would.
            for (int i = 0; i < 100 && client.idle.isEmpty(); i++) {
                Thread.sleep(10);
            }
        };
        worker.close();
        client.unregistering = () -> {};
        assertTrue(client.idle.isEmpty(), client.calls.toString());
    }

    @Test
    void unregistersAtItsEnd() {
        worker.close();
        assertTrue(client.calls.contains("POST /unregisterworker"));
    }
}
