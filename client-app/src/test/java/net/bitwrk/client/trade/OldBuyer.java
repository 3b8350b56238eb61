package net.bitwrk.client.trade;

import jakarta.json.JsonObject;
import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.client.sync.ChunkSender;
import net.bitwrk.client.sync.Permutation;
import net.bitwrk.client.sync.SyncInfo;
import net.bitwrk.client.sync.SyncInfoJson;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.GZIPOutputStream;

/** A buyer of BitWrk 0.7 (protocol section 9): insists on 200, hangs up 250 ms after the transaction has moved on. */
final class OldBuyer extends OldClient {
    private static final String BOUNDARY = "91300bcf1cb334f25097d67814f8c282c3726f584ef0d4f294b062197daa";
    private static final Set<String> IN_TRANSFER = Set.of("SELLER_ESTABLISHED", "TRANSMITTING", "WORKING");

    private byte[] secret = new byte[0];

    OldBuyer(URI exchange) {
        super(exchange);
    }

    /** What the buyer does with its work; the encrypted result. */
    @FunctionalInterface
    private interface Transfer {
        byte[] send(String url) throws IOException, InterruptedException;
    }

    byte[] buyLinear(String article, String price, byte[] work) throws IOException, InterruptedException {
        return buy(article, price, work, url -> linear(url, work));
    }

    /** @param file the same work, as it is cut into chunks */
    byte[] buyChunked(String article, String price, byte[] work, StoredFile file)
            throws IOException, InterruptedException {
        return buy(article, price, work, url -> chunked(url, work, file));
    }

    private byte[] buy(String article, String price, byte[] work, Transfer transfer)
            throws IOException, InterruptedException {
        String id = contract("BUY", article, price);
        transaction(id);
        secret = random();
        byte[] workHash = HexFormat.of().parseHex(hash(work));
        say(id, Map.of("workhash", hex(workHash), "worksecrethash", hash(workHash, secret)));
        String url = await(id, "TRANSMITTING").getString("WorkerURL");
        byte[] encrypted = watched(id, () -> transfer.send(url));
        String result = hash(encrypted);
        watched(id, () -> {
            receipt(url, result);
            return encrypted;
        });
        JsonObject paid = await(id, "UNVERIFIED", "FINISHED");
        require(paid.getJsonObject("EncryptedResultReceipt").getString("Hash").equals(result), "another receipt");
        say(id, Map.of("acceptresult", "on"));
        return crypt(HexFormat.of().parseHex(paid.getString("ResultDecryptionKey")), encrypted);
    }

    /** Something with a connection to the seller. */
    @FunctionalInterface
    private interface Talk {
        byte[] run() throws IOException, InterruptedException;
    }

    /**
     * Closes the connection 250 ms after the transaction is seen in another phase. Looks every 20 ms and not in the usual
     * rhythm, so that a seller which lets it see too much too early is caught every time and not now and then.
     */
    private byte[] watched(String id, Talk talk) throws IOException, InterruptedException {
        var done = new CompletableFuture<byte[]>();
        var talker = new Thread(() -> {
            try {
                done.complete(talk.run());
            } catch (IOException | InterruptedException e) {
                done.completeExceptionally(e);
            }
        });
        talker.start();
        while (!done.isDone()) {
            Thread.sleep(20);
            JsonObject seen = transaction(id);
            if (seen.getInt("State") != 0 || !IN_TRANSFER.contains(seen.getString("Phase"))) {
                Thread.sleep(250);
                talker.interrupt();
                break;
            }
        }
        talker.join();
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw new IOException("0.7 fails: " + e.getCause(), e.getCause());
        }
    }

    private byte[] linear(String url, byte[] work) throws IOException, InterruptedException {
        var form = new ByteArrayOutputStream();
        file(form, "work", "workfile.bin", out -> out.write(work));
        secretAndEnd(form);
        HttpResponse<byte[]> answer = http.send(
                multipart(url).POST(chunked(form.toByteArray())).build(), HttpResponse.BodyHandlers.ofByteArray());
        require(answer.statusCode() == 200, "work: " + answer.statusCode() + " " + new String(answer.body()));
        require(
                answer.headers().firstValue("Content-Type").orElse("").equals("application/octet-stream"),
                "type of the result");
        return answer.body();
    }

    private byte[] chunked(String url, byte[] work, StoredFile file) throws IOException, InterruptedException {
        HttpResponse<String> options = http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        JsonObject can = json(options.body());
        require(
                can.getBoolean("Adler32Chunking") && can.getBoolean("GZIPCompression") && can.getBoolean("SyncInfo"),
                "0.7 crashes on chunks without gzip");
        var info = new SyncInfo(file.chunks(), Permutation.random(ThreadLocalRandom.current()));
        var form = new ByteArrayOutputStream();
        file(form, "syncinfojson", "syncinfo.json", out -> SyncInfoJson.write(info, out));
        secretAndEnd(form);
        HttpResponse<InputStream> list = http.send(
                multipart(url)
                        .header("Content-Encoding", "gzip")
                        .POST(chunked(gzip(form.toByteArray())))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        require(list.statusCode() == 200, "sync info: " + list.statusCode());
        require(
                list.headers().firstValue("Content-Type").orElse("").equals("application/x-wishlist"),
                "type of the wish list");
        return chunkData(url, info, work, file, list.body());
    }

    private byte[] chunkData(String url, SyncInfo info, byte[] work, StoredFile file, InputStream list)
            throws IOException {
        var second = (HttpURLConnection) URI.create(url).toURL().openConnection();
        second.setDoOutput(true);
        second.setChunkedStreamingMode(4096);
        second.setRequestProperty("User-Agent", "BitWrkGoClient/0.7.0");
        second.setRequestProperty("Content-Encoding", "gzip");
        second.setRequestProperty("Content-Type", "multipart/form-data; boundary=" + BOUNDARY);
        try (var out = new GZIPOutputStream(second.getOutputStream(), 512, true)) {
            file(
                    out,
                    "chunkdata",
                    "chunkdata.bin",
                    part -> ChunkSender.send(info, list, key -> chunk(work, file, key.toString()), part));
            out.write(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        require(second.getResponseCode() == 200, "chunks: " + second.getResponseCode());
        try (InputStream result = second.getInputStream()) {
            return result.readAllBytes();
        }
    }

    private static byte[] chunk(byte[] work, StoredFile file, String key) {
        int at = 0;
        for (var chunk : file.chunks()) {
            if (chunk.key().toString().equals(key)) {
                return Arrays.copyOfRange(work, at, at + chunk.size());
            }
            at += chunk.size();
        }
        throw new AssertionError("asked for a chunk that is none: " + key);
    }

    private void receipt(String url, String result) throws IOException, InterruptedException {
        String signature = key.sign(result).toString();
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("encresulthash=" + result + "&encresulthashsig="
                                + signature
                                        .replace("+", "%2B")
                                        .replace("/", "%2F")
                                        .replace("=", "%3D")))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        require(answer.statusCode() == 200, "receipt: " + answer.statusCode() + " " + answer.body());
    }

    private static HttpRequest.Builder multipart(String url) {
        return HttpRequest.newBuilder(URI.create(url))
                .header("User-Agent", "BitWrkGoClient/0.7.0")
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY);
    }

    /** Writes a part's body. */
    @FunctionalInterface
    private interface Part {
        void write(OutputStream out) throws IOException;
    }

    private static void file(OutputStream out, String name, String file, Part part) throws IOException {
        out.write(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + file
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        part.write(out);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private void secretAndEnd(ByteArrayOutputStream form) {
        form.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"buyersecret\"\r\n\r\n"
                        + hex(secret) + "\r\n--" + BOUNDARY + "--\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }
}
