package net.bitwrk.exchange.system;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Nothing that is shipped can move time, or knows anything else of the tests. */
final class ShippedArchivesIT {
    private static final String OURS = "net/bitwrk/exchange/";

    @ParameterizedTest
    @ValueSource(strings = {"exchange.jar", "exchange.war", "exchange.ear"})
    void holdNoClassOfTheTests(String archive) throws IOException {
        var classes = new ArrayList<String>();
        try (InputStream file = Files.newInputStream(Path.of(System.getProperty(archive)))) {
            collect(file, classes);
        }
        assertTrue(classes.stream().anyMatch(name -> name.endsWith("platform/Settings.class")), "looked nowhere");
        assertEquals(
                List.of(),
                classes.stream()
                        .filter(name -> name.contains("/system/")
                                || name.contains("MovableClock")
                                || name.contains("ClockResource")
                                || name.contains("MutableClock"))
                        .toList());
    }

    /** Our classes in an archive and in the archives within it. */
    private static void collect(InputStream archive, List<String> classes) throws IOException {
        var zip = new ZipInputStream(archive);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            String name = entry.getName();
            if (name.contains(OURS) && name.endsWith(".class")) {
                classes.add(name);
            } else if (name.endsWith(".war") || name.contains("exchange") && name.endsWith(".jar")) {
                collect(zip, classes);
            }
        }
    }
}
