package net.bitwrk.client.peer;

import net.bitwrk.client.cafs.Chunk;
import net.bitwrk.client.sync.Permutation;
import net.bitwrk.client.sync.SyncInfo;
import net.bitwrk.client.sync.SyncInfoJson;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.hash.Secret;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A buyer by hand, whose chunks are what a test says. */
final class RawBuyer implements Closeable {
    static final Secret SECRET = Secret.of(new byte[32]);

    private final List<Socket> sockets = new ArrayList<>();

    static WorkHashes hashes(List<byte[]> chunks) throws IOException {
        Hash work = Hash.sha256(together(chunks));
        return new WorkHashes(work, Hash.sha256(work.bytes(), SECRET.bytes()));
    }

    static byte[] together(List<byte[]> chunks) throws IOException {
        var work = new ByteArrayOutputStream();
        for (byte[] chunk : chunks) {
            work.write(chunk);
        }
        return work.toByteArray();
    }

    /** Short chunks as they are sent, each after its size. */
    static byte[] chunkData(List<byte[]> chunks) throws IOException {
        var data = new ByteArrayOutputStream();
        for (byte[] chunk : chunks) {
            data.write(2 * chunk.length);
            data.write(chunk);
        }
        return data.toByteArray();
    }

    static String chunkDataText(List<byte[]> chunks) {
        try {
            return new String(chunkData(chunks), java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static SyncInfo syncInfo(List<byte[]> chunks, Permutation order) {
        return new SyncInfo(
                chunks.stream()
                        .map(bytes -> new Chunk(Hash.sha256(bytes), bytes.length))
                        .toList(),
                order);
    }

    /** The request with the sync info; its answer, a wish list, is still coming. */
    Socket beginSync(int port, String path, List<byte[]> chunks, Permutation order) throws IOException {
        var json = new ByteArrayOutputStream();
        SyncInfoJson.write(syncInfo(chunks, order), json);
        return post(
                port,
                path,
                "127.0.0.1",
                part("syncinfojson", json.toByteArray()) + part("buyersecret", Wire.ascii(SECRET.hex())));
    }

    Recording.Message sendChunks(int port, String path, List<byte[]> chunks) throws IOException {
        return Wire.read(post(port, path, "127.0.0.1", part("chunkdata", chunkData(chunks)))
                .getInputStream());
    }

    Recording.Message offer(int port, String path, String from, String ticket) throws IOException {
        return Wire.read(
                post(port, path, from, part("assisturl", Wire.ascii(ticket))).getInputStream());
    }

    private Socket post(int port, String path, String from, String parts) throws IOException {
        String body = parts + "--b--\r\n";
        Socket socket = connect(port, from);
        socket.getOutputStream()
                .write(Wire.ascii("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nContent-Length: "
                        + body.length() + "\r\nContent-Type: multipart/form-data; boundary=b\r\n\r\n" + body));
        return socket;
    }

    private static String part(String name, byte[] content) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n"
                + new String(content, java.nio.charset.StandardCharsets.ISO_8859_1) + "\r\n";
    }

    /** Anything, said by hand. */
    Socket say(int port, String text) throws IOException {
        Socket socket = connect(port, "127.0.0.1");
        socket.getOutputStream().write(Wire.ascii(text));
        return socket;
    }

    private Socket connect(int port, String from) throws IOException {
        var socket = new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(from), 0);
        sockets.add(socket);
        socket.setSoTimeout(30_000);
        return socket;
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
