package net.bitwrk.client.trade;

import net.bitwrk.client.worker.Workers;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A worker that gives back what it gets, after the words {@code done: }, and reports that it is idle again. */
public final class TestWorker implements AutoCloseable {
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final Workers registry;
    private final String id;
    private final String article;
    private final AtomicInteger served = new AtomicInteger();
    private final CountDownLatch began = new CountDownLatch(1);
    private volatile int status = 200;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    public TestWorker(Workers registry, String id, String article) throws Exception {
        this.registry = registry;
        this.id = id;
        this.article = article;
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                work(request, response, callback);
                return true;
            }
        });
        server.start();
        register();
    }

    private void register() {
        registry.register(
                id,
                article,
                "http://127.0.0.1:" + connector.getLocalPort() + "/work",
                InetAddress.getLoopbackAddress());
    }

    private void work(Request request, Response response, Callback callback) throws Exception {
        byte[] work = Content.Source.asInputStream(request).readAllBytes();
        began.countDown();
        gate.await();
        served.incrementAndGet();
        response.setStatus(status);
        response.write(true, ByteBuffer.wrap(done(work)), callback);
        if (status == 200) {
            register();
        }
    }

    /** What it makes of {@code work}. */
    static byte[] done(byte[] work) {
        var result = new ByteArrayOutputStream();
        result.writeBytes("done: ".getBytes(StandardCharsets.US_ASCII));
        result.writeBytes(work);
        return result.toByteArray();
    }

    /** Answers with {@code code} from now on. */
    void answers(int code) {
        status = code;
    }

    /** Does nothing before the gate opens. */
    void waitsFor(CountDownLatch opening) {
        gate = opening;
    }

    void awaitWork() throws InterruptedException {
        began.await();
    }

    int served() {
        return served.get();
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
