package net.bitwrk.client.peer;

import javax.net.ServerSocketFactory;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A seller by hand: a socket on which a test says, request by request, what it wants. */
final class ScriptedSeller implements Closeable {
    /** What is answered to one request. */
    @FunctionalInterface
    interface Script {
        void run(Line line) throws Exception;
    }

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Script> steps = new LinkedBlockingQueue<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    ScriptedSeller() throws IOException {
        this(ServerSocketFactory.getDefault());
    }

    ScriptedSeller(ServerSocketFactory sockets) throws IOException {
        server = sockets.createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        threads.submit(this::accept);
    }

    /** One request and its connection, from the seller's end. */
    record Line(Socket socket, String head) {
        InputStream in() throws IOException {
            return socket.getInputStream();
        }

        /** The request whose head has come. */
        Recording.Message hear() throws IOException {
            return Wire.decoded(Wire.readAfter(head, in()));
        }

        void say(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        void say(String text) throws IOException {
            say(Wire.ascii(text));
        }

        /** Whether nothing comes for a while. */
        boolean isSilent() throws IOException {
            socket.setSoTimeout(200);
            try {
                return in().read() == -2;
            } catch (SocketTimeoutException e) {
                return true;
            } finally {
                socket.setSoTimeout(50_000);
            }
        }
    }

    /** The next request, on whatever connection, is served by this. */
    Future<?> next(Script script) {
        var done = new CompletableFuture<Void>();
        steps.add(line -> {
            try {
                script.run(line);
                done.complete(null);
            } catch (Exception | AssertionError e) {
                done.completeExceptionally(e);
                line.socket.close();
            }
        });
        return done;
    }

    private Void accept() throws IOException {
        while (true) {
            Socket socket = server.accept();
            sockets.add(socket);
            socket.setSoTimeout(50_000);
            socket.setTcpNoDelay(true);
            threads.submit(() -> serve(socket));
        }
    }

    private Void serve(Socket socket) throws Exception {
        while (true) {
            String head = Wire.readHead(socket.getInputStream());
            steps.take().run(new Line(socket, head));
        }
    }

    int port() {
        return server.getLocalPort();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getLocalPort() + path;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IOException("a script does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
