package net.bitwrk.protocol.vectors;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import net.bitwrk.protocol.hash.Hash;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads {@code src-test-data} and makes the data that the vectors describe in words (vectors/README.md, Data). */
public final class Vectors {
    private Vectors() {}

    /** The folder {@code src-test-data}. */
    public static Path testData() {
        String set = System.getProperty("test.data");
        return set != null ? Path.of(set) : Path.of("..", "src-test-data");
    }

    public static JsonObject object(String name) {
        return read(name).asJsonObject();
    }

    public static JsonArray array(String name) {
        return read(name).asJsonArray();
    }

    private static JsonStructure read(String name) {
        try (var reader = Json.createReader(
                Files.newInputStream(testData().resolve("vectors").resolve(name)))) {
            return reader.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code stream:SEED} cut to {@code length}: the blocks SHA-256(SEED:i), i = 0, 1, 2, … one after the other. */
    public static byte[] stream(String seed, int length) {
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; bytes.size() < length; i++) {
            bytes.writeBytes(Hash.sha256((seed + ":" + i).getBytes(StandardCharsets.US_ASCII))
                    .bytes());
        }
        return Arrays.copyOf(bytes.toByteArray(), length);
    }
}
