package net.bitwrk.client;

import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import static net.bitwrk.client.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The Blender add-on of BitWrk 0.7 and its worker, as far as they are known (protocol section 11), byte for byte: they
 * send no token and no header of a browser, and have to go on working.
 */
@Tag("D1")
@Timeout(120)
class BlenderAddOnTest {
    private static final String ARTICLE = "net.bitwrk/blender/0/2.79/512M";
    private static final int PIECE = 4096;

    private ClientFixture client;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        client = ClientFixture.start(folder);
    }

    @AfterEach
    void stop() {
        client.close();
    }

    private String head(String method, String path) {
        return method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + client.port()
                + "\r\nAccept-Encoding: identity\r\n";
    }

    @Test
    void recognisesTheClientOnOneConnection() throws IOException {
        try (var http = new RawHttp(client.port())) {
            http.send(head("GET", "/id") + "\r\n");
            RawHttp.Answer id = http.receive();
            assertEquals(200, id.status());
            assertEquals("BitWrk Go Client", id.text());
            http.send(head("GET", "/version") + "\r\n");
            assertTrue(http.receive().text().matches("[0-9]+\\.[0-9]+\\.[0-9]+"));
        }
    }

    @Test
    void buysWithAChunkedBodyOfNoTypeAndFetchesTheBarePath() throws Exception {
        byte[] work = Vectors.stream("blender", 10_000);
        try (var worker = new OldWorker();
                var http = new RawHttp(client.port())) {
            CompletableFuture<byte[]> worked = worker.workOnce();
            sendInPieces(http, work);
            RawHttp.Answer bought = http.receive();
            assertEquals(303, bought.status());
            String location = bought.header("Location");
            assertTrue(location.matches("/file/[0-9a-f]{64}"), location);
            http.send(head("GET", location) + "\r\n");
            assertArrayEquals(work, http.receive().body());
            assertArrayEquals(work, worked.get());
        }
    }

    private void sendInPieces(RawHttp http, byte[] work) throws IOException {
        http.send(head("POST", "/buy/" + ARTICLE) + "Transfer-Encoding: chunked\r\n\r\n");
        for (int from = 0; from < work.length; from += PIECE) {
            int size = Math.min(PIECE, work.length - from);
            http.send(Integer.toHexString(size));
            http.send("\r\n");
            http.send(java.util.Arrays.copyOfRange(work, from, from + size));
            http.send("\r\n");
        }
        http.send("0\r\n\r\n");
    }

    @Test
    void endsTheBuyWhenTheAddOnHangsUp() throws Exception {
        try (var http = new RawHttp(client.port())) {
            sendInPieces(http, new byte[100]);
            awaitActivity("\"Alive\":true");
        }
        awaitActivity("\"Alive\":false");
        assertTrue(client.get("/activities").text().contains("the request was interrupted"));
    }

    private void awaitActivity(String text) throws Exception {
        eventually(() -> client.get("/activities").text().contains(text));
    }

    @Test
    void showsFailuresAsAsciiText() throws IOException {
        RawHttp.Answer refused = client.post("/buy/net.bitwrk/blender/0/2.79/512M?price=%E2%82%AC1x", "");
        assertEquals(400, refused.status());
        assertTrue(refused.text().chars().allMatch(c -> c >= ' ' && c <= '~'), refused.text());
        assertTrue(refused.body().length <= 1024);
    }

    /** The worker of 0.7: one connection after another, lower-case chunk sizes only, reports back by itself. */
    private final class OldWorker implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));

        OldWorker() throws IOException {
            String address = client.get("/myip").text();
            assertTrue(address.startsWith("127.0.0.1:"), address);
        }

        CompletableFuture<byte[]> workOnce() throws IOException {
            register();
            return CompletableFuture.supplyAsync(() -> {
                try (Socket connection = socket.accept()) {
                    byte[] work = receive(connection.getInputStream());
                    connection
                            .getOutputStream()
                            .write(("HTTP/1.0 200 OK\r\nServer: BaseHTTP/0.6 Python/3.7\r\n"
                                            + "Content-Type: application/octet-stream\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
                    connection.getOutputStream().write(work);
                    register();
                    return work;
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
        }

        private void register() throws IOException {
            int port = socket.getLocalPort();
            String form = "id=blender-127.0.0.1-" + port
                    + "&article=net.bitwrk%2Fblender%2F0%2F2.79%2F512M&pushurl=http%3A%2F%2F127.0.0.1%3A" + port
                    + "%2Fwork";
            RawHttp.Answer registered = client.post(
                    "/registerworker",
                    form,
                    "Accept-Encoding: identity",
                    "User-Agent: Python-urllib/3.7",
                    "Connection: close");
            assertEquals(200, registered.status(), registered.text());
            assertEquals("", registered.text());
        }

        private byte[] receive(InputStream in) throws IOException {
            String head = "";
            while (!head.endsWith("\r\n\r\n")) {
                head += (char) in.read();
            }
            assertTrue(head.startsWith("POST /work HTTP/1.1\r\n"), head);
            assertTrue(head.contains("\r\nTransfer-Encoding: chunked\r\n"), head);
            var work = new ByteArrayOutputStream();
            for (String size = line(in); !size.equals("0"); size = line(in)) {
                assertTrue(size.matches("[0-9a-f]+"), size);
                work.writeBytes(in.readNBytes(Integer.parseInt(size, 16)));
                assertEquals("", line(in));
            }
            assertEquals("", line(in));
            return work.toByteArray();
        }

        private String line(InputStream in) throws IOException {
            var line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                line.append((char) c);
            }
            return line.toString().strip();
        }

        @Override
        public void close() throws IOException {
            RawHttp.Answer gone = client.post("/unregisterworker", "id=blender-127.0.0.1-" + socket.getLocalPort());
            assertEquals(200, gone.status(), gone.text());
            socket.close();
        }
    }
}
