package net.bitwrk.client.sync;

import net.bitwrk.client.cafs.Chunk;
import net.bitwrk.protocol.hash.Hash;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Tag("N3")
final class SyncInfoJsonTest {
    private static final String KEY = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";
    private static final String CHUNK = "{\"Key\":\"" + KEY + "\",\"Size\":1}";

    @Test
    void readsWhatItShouldAndPassesOverUnknownNames() throws IOException {
        SyncInfo syncInfo = read(
                "{\"More\":[{\"x\":1}],\"Perm\":[0],\"Chunks\":[{\"Size\":1,\"Key\":\"" + KEY + "\",\"X\":[]}]}\n");
        assertEquals(
                new SyncInfo(Collections.singletonList(new Chunk(Hash.parse("key", KEY), 1)), Permutation.PLAIN),
                syncInfo);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "                                          | Chunks or Perm is missing | {}",
                "                                          | expected START_OBJECT     | []",
                "                                          | expected START_OBJECT     | ~~",
                "                                          | expected START_ARRAY      | {'Chunks':null,'Perm':[0]}",
                "a size below zero                         | 0 to 131072 bytes, not -1 |"
                        + " {'Chunks':[{'Key':'K','Size':-1}],'Perm':[0]}",
                "a size of a million                       | 131072 bytes, not 1000000 |"
                        + " {'Chunks':[{'Key':'K','Size':1000000}],'Perm':[0]}",
                "a size beyond 32 bits                     | out of range of           |"
                        + " {'Chunks':[{'Key':'K','Size':4294967297}],'Perm':[0]}",
                "a size beyond all bounds                  | Number value length       |"
                        + " {'Chunks':[{'Key':'K','Size':99999999999999999999999}],'Perm':[0]}",
                "a size with a fraction                    | VALUE_NUMBER_FLOAT        |"
                        + " {'Chunks':[{'Key':'K','Size':1.5}],'Perm':[0]}",
                "no size                                   | not -1                    |"
                        + " {'Chunks':[{'Key':'K'}],'Perm':[0]}",
                "no key                                    | 64 lower-case hex         |"
                        + " {'Chunks':[{'Size':1}],'Perm':[0]}",
                "a short key                               | 64 lower-case hex         |"
                        + " {'Chunks':[{'Key':'ca','Size':1}],'Perm':[0]}",
                "a name twice                              | Duplicate field           |"
                        + " {'Chunks':[{'Key':'K','Key':'K','Size':1}],'Perm':[0]}",
                "chunks twice                              | Duplicate field           |"
                        + " {'Chunks':[],'Chunks':[],'Perm':[0]}",
                "no places                                 | no places                 | {'Chunks':[],'Perm':[]}",
                "a place twice                             | out of range or doubled   | {'Chunks':[],'Perm':[0,0]}",
                "a place out of range                      | out of range or doubled   | {'Chunks':[],'Perm':[2,0]}",
                "a place below zero                        | out of range or doubled   | {'Chunks':[],'Perm':[-1,0]}",
                "a place that is a text                    | VALUE_STRING              | {'Chunks':[],'Perm':['0']}",
                "too deep                                  | nesting depth             |"
                        + " {'X':[[[[[[[[[[[]]]]]]]]]]],'Chunks':[],'Perm':[0]}",
                "something after the end                   | something follows         | {'Chunks':[],'Perm':[0]} {}",
                "cut off                                   | end-of-input              | {'Chunks':[",
            })
    void refusesWhatIsNoSyncInfo(String what, String reason, String json) {
        String text = json.replace('\'', '"').replace("\"K\"", '"' + KEY + '"');
        var refused = assertThrows(SyncBroken.class, () -> read(text));
        assertTrue(refused.getMessage().contains(reason), what + ": " + refused.getMessage());
    }

    @Test
    void refusesOneChunkTooMany() throws IOException {
        String most =
                "{\"Chunks\":[" + String.join(",", Collections.nCopies(SyncInfo.MAX_CHUNKS, CHUNK)) + "],\"Perm\":[0]}";
        assertEquals(SyncInfo.MAX_CHUNKS, read(most).totalBytes());
        var refused = assertThrows(SyncBroken.class, () -> read(most.replace("[{", "[" + CHUNK + ",{")));
        assertEquals("sync info: more than 98304 chunks", refused.getMessage());
    }

    @Test
    void refusesAnEndlessListOfPlacesAndAnEndlessText() {
        var places =
                assertThrows(SyncBroken.class, () -> SyncInfoJson.read(endless("{\"Perm\":[", "0,"), Meter.UNLIMITED));
        assertEquals("sync info: Perm has more than 98304 places", places.getMessage());
        var text = assertThrows(SyncBroken.class, () -> SyncInfoJson.read(endless("{\"", "x"), Meter.UNLIMITED));
        assertTrue(text.getMessage().contains("Name length"), text.getMessage());
        var spaces = assertThrows(SyncBroken.class, () -> SyncInfoJson.read(endless("{", " "), Meter.UNLIMITED));
        assertTrue(spaces.getMessage().contains("ocument length"), spaces.getMessage());
    }

    @Test
    void theLargestSumDoesNotOverflow() {
        var largest = new Chunk(Hash.parse("key", KEY), Chunk.MAX_SIZE);
        var syncInfo = new SyncInfo(Collections.nCopies(SyncInfo.MAX_CHUNKS, largest), Permutation.PLAIN);
        assertEquals(12_884_901_888L, syncInfo.totalBytes());
        assertThrows(
                IllegalArgumentException.class,
                () -> new SyncInfo(Collections.nCopies(SyncInfo.MAX_CHUNKS + 1, largest), Permutation.PLAIN));
    }

    @Test
    void leavesWhatItWritesToOpen() throws IOException {
        var out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                throw new AssertionError("closed");
            }
        };
        SyncInfoJson.write(new SyncInfo(Collections.emptyList(), Permutation.of(1, 0)), out);
        assertEquals("{\"Chunks\":[],\"Perm\":[1,0]}", out.toString(StandardCharsets.UTF_8));
    }

    private static SyncInfo read(String json) throws IOException {
        return SyncInfoJson.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), Meter.UNLIMITED);
    }

    private static InputStream endless(String start, String repeated) {
        byte[] first = start.getBytes(StandardCharsets.UTF_8);
        byte[] rest = repeated.getBytes(StandardCharsets.UTF_8);
        return new InputStream() {
            private long position;

            @Override
            public int read() {
                long at = position++;
                return at < first.length ? first[(int) at] : rest[(int) ((at - first.length) % rest.length)];
            }
        };
    }
}
