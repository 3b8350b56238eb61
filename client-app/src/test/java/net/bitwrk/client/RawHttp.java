package net.bitwrk.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Sends bytes as they are and reads one answer: what a program that is not ours may do on a connection. */
public final class RawHttp implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;

    public RawHttp(int port) throws IOException {
        socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** One answer. */
    public record Answer(int status, String head, byte[] body) {
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** A header's value, or empty. */
        public String header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    static Answer once(int port, String request) throws IOException {
        try (var http = new RawHttp(port)) {
            http.send(request);
            return http.receive();
        }
    }

    static Answer get(int port, String path, String... headers) throws IOException {
        return once(port, head("GET", port, path, headers) + "\r\n");
    }

    static Answer post(int port, String path, String form, String... headers) throws IOException {
        return once(
                port,
                head("POST", port, path, headers)
                        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                        + "\r\n\r\n" + form);
    }

    private static String head(String method, int port, String path, String... headers) {
        var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        boolean hasHost = String.join("\n", headers).contains("Host:");
        head.append(hasHost ? "" : "Host: 127.0.0.1:" + port + "\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.toString();
    }

    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    public Answer receive() throws IOException {
        String head = head();
        int status = Integer.parseInt(head.substring(9, 12));
        var answer = new Answer(status, head, new byte[0]);
        return new Answer(status, head, body(answer));
    }

    /** The head of an answer that has no body. */
    String receiveHead() throws IOException {
        return head();
    }

    private String head() throws IOException {
        var head = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection ended within the head: " + head);
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private byte[] body(Answer answer) throws IOException {
        if (answer.status() == 304 || answer.status() == 204 || answer.status() < 200) {
            return new byte[0];
        }
        if (answer.header("Transfer-Encoding").equals("chunked")) {
            return chunks();
        }
        String length = answer.header("Content-Length");
        return length.isEmpty()
                ? socket.getInputStream().readAllBytes()
                : socket.getInputStream().readNBytes(Integer.parseInt(length));
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.writeBytes(socket.getInputStream().readNBytes(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c != '\n' && c >= 0;
                c = socket.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
