package net.bitwrk.client.peer;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import net.bitwrk.client.Described;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.hash.Secret;
import net.bitwrk.protocol.vectors.Vectors;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A conversation of peer-transcripts.json. */
record Recording(JsonObject json) {
    /** One event: who said what on which connection. */
    record Event(int connection, String from, byte[] bytes) {
        String text() {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    /** An HTTP message taken apart: the head as it is, the body without chunk framing and gzip. */
    record Message(String head, byte[] body) {
        boolean hasLine(String line) {
            return List.of(head.split("\r\n")).contains(line);
        }

        String boundary() {
            return head.replaceAll("(?s).*boundary=([^\r]*).*", "$1");
        }

        String bodyText() {
            return new String(body, StandardCharsets.ISO_8859_1);
        }
    }

    static Recording linear() {
        return new Recording(
                Vectors.object("peer-transcripts.json").getJsonArray("cases").getJsonObject(0));
    }

    static Recording chunked() {
        return new Recording(
                Vectors.object("peer-transcripts.json").getJsonArray("cases").getJsonObject(1));
    }

    static Recording assistive() {
        return new Recording(
                Vectors.object("peer-transcripts.json").getJsonArray("cases").getJsonObject(2));
    }

    byte[] work() {
        return Described.bytes(json.getString("work"));
    }

    byte[] result() {
        return HexFormat.of().parseHex(json.getString("resultHex"));
    }

    JsonObject transaction() {
        return json.getJsonObject("transaction");
    }

    String workerPath() {
        return transaction().getString("WorkerURL").replaceAll("http://[^/]*", "");
    }

    Secret buyerSecret() {
        return Secret.parse("secret", transaction().getString("BuyerSecret"));
    }

    WorkHashes hashes() {
        return new WorkHashes(
                Hash.parse("hash", transaction().getString("WorkHash")),
                Hash.parse("hash", transaction().getString("WorkSecretHash")));
    }

    String resultKey() {
        return transaction().getString("ResultDecryptionKey");
    }

    Hash resultHash() {
        return Hash.parse(
                "hash", transaction().getJsonObject("EncryptedResultReceipt").getString("Hash"));
    }

    String resultSignature() {
        return transaction().getJsonObject("EncryptedResultReceipt").getString("HashSignature");
    }

    List<Event> events() {
        var events = new ArrayList<Event>();
        for (JsonValue value : json.getJsonArray("events")) {
            JsonObject event = value.asJsonObject();
            byte[] bytes = event.containsKey("text")
                    ? event.getString("text").getBytes(StandardCharsets.US_ASCII)
                    : Base64.getDecoder().decode(event.getString("base64"));
            events.add(new Event(event.getInt("connection"), event.getString("from"), bytes));
        }
        return events;
    }

    /** Everything that one side says on one connection, taken apart. */
    List<Message> messages(int connection, String from) throws IOException {
        var bytes = new ByteArrayOutputStream();
        events().stream()
                .filter(event -> event.connection == connection && event.from.equals(from))
                .forEach(event -> bytes.writeBytes(event.bytes));
        var in = new ByteArrayInputStream(bytes.toByteArray());
        var messages = new ArrayList<Message>();
        while (in.available() > 0) {
            messages.add(Wire.decoded(Wire.read(in)));
        }
        return messages;
    }

    static byte[] gunzip(byte[] bytes) throws IOException {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }
}
