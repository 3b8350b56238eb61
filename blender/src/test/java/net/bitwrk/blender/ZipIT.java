package net.bitwrk.blender;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** The zip that users install. */
final class ZipIT {
    @Test
    void holdsOneFolderWithAddOnWorkerAndLicence() throws IOException {
        try (var zip = new ZipFile(Needed.file("addon.zip"))) {
            Set<String> names = zip.stream().map(entry -> entry.getName()).collect(Collectors.toSet());
            for (String name : Set.of("__init__.py", "engine.py", "core/client.py", "LICENSE")) {
                assertTrue(names.contains("render_bitwrk/" + name), name + " in " + names);
            }
            assertTrue(names.stream().allMatch(name -> name.startsWith("render_bitwrk/")), names.toString());
            assertTrue(names.stream().noneMatch(name -> name.contains("__pycache__")), names.toString());
        }
    }
}
