package net.bitwrk.client.sync;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import net.bitwrk.client.cafs.Chunk;
import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.hash.Hash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Sync info as JSON, in a stream: {@code {"Chunks":[{"Key":hex,"Size":n},…],"Perm":[…]}}. */
public final class SyncInfoJson {
    /** As much as a 0.7 seller reads (protocol section 9). */
    public static final int MAX_BYTES = 9_895_936;

    private static final int MAX_DEPTH = 8;
    private static final int MAX_TEXT = 256;
    private static final int MAX_DIGITS = 19;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(MAX_BYTES)
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_TEXT)
                    .maxNameLength(MAX_TEXT)
                    .maxNumberLength(MAX_DIGITS)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .build();

    private SyncInfoJson() {}

    public static void write(SyncInfo syncInfo, OutputStream out) throws IOException {
        try (var json = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            json.writeStartObject();
            json.writeArrayFieldStart("Chunks");
            for (Chunk chunk : syncInfo.chunks()) {
                json.writeStartObject();
                json.writeStringField("Key", chunk.key().toString());
                json.writeNumberField("Size", chunk.size());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("Perm");
            for (int place : syncInfo.permutation().places()) {
                json.writeNumber(place);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    /**
     * Reads {@code in} to its end. Unknown names are passed over, as 0.7 does.
     *
     * @param meter may refuse what it would take of the memory
     * @throws SyncBroken if it is no sync info, or too much of it
     */
    public static SyncInfo read(InputStream in, Meter meter) throws IOException {
        try (JsonParser json = JSON.createParser(in)) {
            SyncInfo syncInfo = readObject(json, meter);
            if (json.nextToken() != null) {
                throw new SyncBroken("sync info: something follows the JSON");
            }
            return syncInfo;
        } catch (JsonProcessingException e) {
            throw new SyncBroken("sync info: " + Malformed.shown(e.getOriginalMessage()));
        } catch (IllegalArgumentException e) {
            throw new SyncBroken("sync info: " + e.getMessage());
        }
    }

    private static SyncInfo readObject(JsonParser json, Meter meter) throws IOException {
        List<Chunk> chunks = null;
        Permutation permutation = null;
        expect(json.nextToken(), JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            switch (json.currentName()) {
                case "Chunks" -> chunks = readChunks(json, meter);
                case "Perm" -> permutation = readPermutation(json, meter);
                default -> skip(json);
            }
        }
        if (chunks == null || permutation == null) {
            throw new SyncBroken("sync info: Chunks or Perm is missing");
        }
        return new SyncInfo(chunks, permutation);
    }

    private static List<Chunk> readChunks(JsonParser json, Meter meter) throws IOException {
        var chunks = new ArrayList<Chunk>();
        expect(json.nextToken(), JsonToken.START_ARRAY);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (chunks.size() == SyncInfo.MAX_CHUNKS) {
                throw new SyncBroken("sync info: more than " + SyncInfo.MAX_CHUNKS + " chunks");
            }
            meter.take(Meter.CHUNK);
            chunks.add(readChunk(json));
        }
        return chunks;
    }

    private static Chunk readChunk(JsonParser json) throws IOException {
        String key = "";
        int size = -1;
        expect(json.currentToken(), JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            switch (json.currentName()) {
                case "Key" -> {
                    expect(json.nextToken(), JsonToken.VALUE_STRING);
                    key = json.getText();
                }
                case "Size" -> size = readInt(json, json.nextToken());
                default -> skip(json);
            }
        }
        return new Chunk(Hash.parse("Key", key), size);
    }

    private static Permutation readPermutation(JsonParser json, Meter meter) throws IOException {
        IntStream.Builder places = IntStream.builder();
        int count = 0;
        expect(json.nextToken(), JsonToken.START_ARRAY);
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (count++ == SyncInfo.MAX_CHUNKS) {
                throw new SyncBroken("sync info: Perm has more than " + SyncInfo.MAX_CHUNKS + " places");
            }
            meter.take(Meter.PLACE);
            places.add(readInt(json, token));
        }
        return Permutation.of(places.build().toArray());
    }

    private static int readInt(JsonParser json, JsonToken token) throws IOException {
        expect(token, JsonToken.VALUE_NUMBER_INT);
        return json.getIntValue();
    }

    private static void skip(JsonParser json) throws IOException {
        json.nextToken();
        json.skipChildren();
    }

    private static void expect(JsonToken is, JsonToken wanted) throws IOException {
        if (is != wanted) {
            throw new SyncBroken("sync info: expected " + wanted + " instead of " + is);
        }
    }
}
