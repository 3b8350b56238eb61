package net.bitwrk.client.trade;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port that takes no further connection before it is told to: whoever connects has to wait. */
final class BusyPort implements AutoCloseable {
    private static final int ENOUGH = 64;
    private static final int MILLIS = 200;

    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<Socket> waiting = new ArrayList<>();

    BusyPort() throws IOException {
        try {
            for (int i = 0; i < ENOUGH; i++) {
                var socket = new Socket();
                waiting.add(socket);
                socket.connect(server.getLocalSocketAddress(), MILLIS);
            }
        } catch (SocketTimeoutException e) {
            // So it is for the next one, too.
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/work";
    }

    /** Takes all who wait, and hangs up. */
    void acceptAll() {
        var thread = new Thread(() -> {
            try {
                while (true) {
                    server.accept().close();
                }
            } catch (IOException e) {
                // Closed.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : waiting) {
            socket.close();
        }
    }
}
