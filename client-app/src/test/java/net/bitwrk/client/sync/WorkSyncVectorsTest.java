package net.bitwrk.client.sync;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import net.bitwrk.client.Cuts;
import net.bitwrk.client.Described;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

final class WorkSyncVectorsTest {
    private static final int CASES = 9;

    static List<JsonObject> cases() {
        return Vectors.array("worksync.json").getValuesAs(JsonObject.class);
    }

    @Test
    void allCasesAreRun() {
        assertEquals(CASES, cases().size());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void sendsWhatIsMissing(JsonObject vector) throws Exception {
        Map<Hash, byte[]> work = work(vector);
        Map<Hash, byte[]> received = held(vector);
        String json = vector.getJsonObject("syncInfoJson").toString();
        SyncInfo syncInfo =
                SyncInfoJson.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), Meter.UNLIMITED);
        var written = new ByteArrayOutputStream();
        SyncInfoJson.write(syncInfo, written);
        assertEquals(json, written.toString(StandardCharsets.UTF_8));

        Wishlist wishlist = Wishlist.of(syncInfo, received::containsKey);
        var list = new ByteArrayOutputStream();
        var open = new Window();
        open.taken(wishlist.length());
        WishlistWriter.write(wishlist, open, list);
        assertEquals(vector.getString("wishlistHex"), HexFormat.of().formatHex(list.toByteArray()));

        var data = new ByteArrayOutputStream();
        ChunkSender.send(syncInfo, new ByteArrayInputStream(list.toByteArray()), work::get, data);
        assertEquals(vector.getInt("chunkDataLength"), data.size());
        assertEquals(
                vector.getString("chunkDataSha256"),
                Hash.sha256(data.toByteArray()).toString());

        ChunkReceiver.receive(
                new ByteArrayInputStream(data.toByteArray()),
                wishlist,
                new Window(),
                (key, bytes) -> received.put(key, bytes));
        received.put(Hash.sha256(), new byte[0]);
        syncInfo.chunks().forEach(chunk -> assertArrayEquals(work.get(chunk.key()), received.get(chunk.key())));
        if (vector.get("chunkKeysInTransmissionOrder") instanceof JsonArray keys) {
            assertEquals(
                    keys.getValuesAs(JsonString::getString),
                    wishlist.inTransmissionOrder().chunks().stream()
                            .map(chunk -> chunk.key().toString())
                            .toList());
        }
    }

    private static Map<Hash, byte[]> work(JsonObject vector) {
        if (vector.get("chunksHex") instanceof JsonArray chunks) {
            return Cuts.byKey(chunks.getValuesAs(JsonString::getString).stream()
                    .map(HexFormat.of()::parseHex)
                    .toList());
        }
        return Cuts.byKey(Described.bytes(vector.getString("work")));
    }

    private static Map<Hash, byte[]> held(JsonObject vector) {
        String held = vector.getString("receiverAlreadyHolds");
        if (held.equals("nothing")) {
            return new HashMap<>();
        }
        if (held.equals("one file: the bytes 6263 (hex)")) {
            return Cuts.byKey(new byte[] {0x62, 0x63});
        }
        assertEquals("one file: the first 50000 bytes of the work, then stream:other, 3000 bytes", held);
        byte[] file = Arrays.copyOf(Described.bytes(vector.getString("work")), 53_000);
        System.arraycopy(Vectors.stream("other", 3000), 0, file, 50_000, 3000);
        return Cuts.byKey(file);
    }
}
