package net.bitwrk.blender;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** The zips that users install: one folder for Blender up to 4.1, an extension from 4.2. */
final class ZipIT {
    @Test
    void holdsOneFolderWithAddOnWorkerAndLicence() throws IOException {
        Set<String> names = names("addon.zip");
        assertHolds(names, "render_bitwrk/");
        assertTrue(names.stream().allMatch(name -> name.startsWith("render_bitwrk/")), names.toString());
    }

    @Test
    void asExtensionHasItsManifestAtTheTop() throws IOException {
        assertHolds(names("extension.zip"), "");
    }

    private static Set<String> names(String property) throws IOException {
        try (var zip = new ZipFile(Needed.file(property))) {
            return zip.stream().map(entry -> entry.getName()).collect(Collectors.toSet());
        }
    }

    private static void assertHolds(Set<String> names, String folder) {
        for (String name : Set.of(
                "__init__.py",
                "blender_manifest.toml",
                "engine.py",
                "core/client.py",
                "worker/blender-slave.py",
                "LICENSE")) {
            assertTrue(names.contains(folder + name), name + " in " + names);
        }
        assertTrue(names.stream().noneMatch(name -> name.contains("__pycache__")), names.toString());
    }
}
