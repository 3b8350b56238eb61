package net.bitwrk.client;

import net.bitwrk.protocol.identity.PrivateKey;
import net.bitwrk.protocol.vectors.Vectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Tag("D6")
class KeyFileTest {
    private static final String WIF = Vectors.object("identities.json")
            .getJsonArray("keys")
            .getJsonObject(0)
            .getString("wif");

    @TempDir
    private Path temporary;

    private Path folder;
    private Path path;

    @BeforeEach
    void makeAFolder() throws IOException {
        folder = DataFolder.prepare(temporary.resolve("client"));
        path = folder.resolve("privatekey.wif");
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void writesANewKeyForItsOwnerAloneAndWithoutALineBreak() throws IOException {
        PrivateKey key = KeyFile.in(folder).readOrCreate();
        assertEquals(key.wif(), Files.readString(path));
        assertEquals("rw-------", rights(path));
        assertEquals("rwx------", rights(folder));
        assertEquals(key.address(), KeyFile.in(folder).readOrCreate().address());
    }

    @Test
    void skipsWhiteSpaceWhenReading() throws IOException {
        Files.writeString(path, " \t" + WIF.substring(0, 20) + "\r\n" + WIF.substring(20) + "\n\n");
        assertEquals(WIF, KeyFile.in(folder).read().orElseThrow().wif());
    }

    @Test
    void closesAFileAndAFolderThatWereOpenToOthers() throws IOException {
        Files.writeString(path, WIF);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        DataFolder.prepare(folder);
        KeyFile.in(folder).read();
        assertEquals("rw-------", rights(path));
        assertEquals("rwx------", rights(folder));
    }

    @Test
    void refusesToReadAKeyThroughALink() throws IOException {
        Path elsewhere = Files.writeString(temporary.resolve("elsewhere"), WIF);
        Files.createSymbolicLink(path, elsewhere);
        assertThrows(IOException.class, () -> KeyFile.in(folder).readOrCreate());
        assertTrue(Files.isSymbolicLink(path));
    }

    @Test
    void refusesADamagedKeyWithoutShowingOrReplacingIt() throws IOException {
        String damaged = WIF.substring(0, WIF.length() - 1);
        Files.writeString(path, damaged);
        IOException refused =
                assertThrows(IOException.class, () -> KeyFile.in(folder).readOrCreate());
        assertFalse(refused.toString().contains(damaged.substring(0, 8)), refused.toString());
        assertFalse(refused.getCause().toString().contains(damaged.substring(0, 8)));
        assertEquals(damaged, Files.readString(path));
    }

    @Test
    void leavesAFileAloneThatHoldsNoKey() throws IOException {
        Path other = Files.writeString(temporary.resolve("work.txt"), "no key at all");
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-r--r--"));
        assertThrows(IOException.class, () -> KeyFile.at(other).read());
        assertEquals("rw-r--r--", rights(other));
    }

    @Test
    void neverOverwritesAKey() throws IOException {
        Files.writeString(path, WIF);
        assertThrows(FileAlreadyExistsException.class, () -> KeyFile.in(folder).write(PrivateKey.generate()));
        assertEquals(WIF, Files.readString(path));
    }

    @Test
    void letsOneDaemonInAtATime() throws IOException {
        try (DataFolder first = DataFolder.lock(folder)) {
            assertEquals(folder, first.path());
            assertThrows(IOException.class, () -> DataFolder.lock(folder));
        }
        DataFolder.lock(folder).close();
    }
}
