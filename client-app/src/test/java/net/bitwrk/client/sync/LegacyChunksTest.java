package net.bitwrk.client.sync;

import jakarta.json.JsonObject;
import net.bitwrk.client.Cuts;
import net.bitwrk.client.Described;
import net.bitwrk.client.cafs.Chunk;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

final class LegacyChunksTest {
    static List<JsonObject> cases() {
        return Vectors.object("chunking.json").getJsonArray("cases").getValuesAs(JsonObject.class);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void writesAndReadsAsTheVectorsSay(JsonObject vector) throws IOException {
        List<Chunk> chunks = Cuts.chunks(Described.bytes(vector.getString("data"), vector.getInt("length")));
        var stream = new ByteArrayOutputStream();
        LegacyChunks.write(chunks, stream);
        assertEquals(
                vector.getString("legacyStreamSha256"),
                Hash.sha256(stream.toByteArray()).toString());
        assertEquals(
                new SyncInfo(chunks, Permutation.PLAIN),
                LegacyChunks.read(new ByteArrayInputStream(stream.toByteArray()), Meter.UNLIMITED));
    }

    @Tag("N3")
    @ParameterizedTest
    @ValueSource(strings = {"03", "ffffff7f", "8280800100", "828010", "80"})
    void refusesSizesThatAreNegativeOrHugeOrCut(String sizeHex) {
        byte[] stream = HexFormat.of().parseHex("00".repeat(32) + sizeHex);
        assertThrows(IOException.class, () -> LegacyChunks.read(new ByteArrayInputStream(stream), Meter.UNLIMITED));
    }

    @Tag("N3")
    @Test
    void refusesAStreamThatEndsWithinAKeyOrIsTooLong() {
        assertThrows(
                IOException.class, () -> LegacyChunks.read(new ByteArrayInputStream(new byte[31]), Meter.UNLIMITED));
        byte[] endless = new byte[LegacyChunks.MAX_BYTES + 33];
        var refused = assertThrows(
                SyncBroken.class, () -> LegacyChunks.read(new ByteArrayInputStream(endless), Meter.UNLIMITED));
        assertEquals("a32chunks has more than 262144 bytes", refused.getMessage());
    }

    @Test
    void tellsWhetherASellerReadsSoManyChunks() throws IOException {
        var largest = new Chunk(Hash.of(filled()), Chunk.MAX_SIZE);
        List<Chunk> chunks = Collections.nCopies(LegacyChunks.MAX_BYTES / 35, largest);
        var stream = new ByteArrayOutputStream();
        LegacyChunks.write(chunks, stream);
        assertEquals(
                chunks,
                LegacyChunks.read(new ByteArrayInputStream(stream.toByteArray()), Meter.UNLIMITED)
                        .chunks());
        assertEquals(true, LegacyChunks.fits(chunks));
        assertEquals(false, LegacyChunks.fits(Collections.nCopies(chunks.size() + 1, largest)));
    }

    private static byte[] filled() {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) 7);
        return bytes;
    }
}
