package net.bitwrk.blender;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    @Test
    @Tag("full")
    void withTheClientHoldsItAndItsRuntimeAndIsForOnePlatform() throws IOException {
        assertHolds(names("addon.with.client.zip"), "render_bitwrk/", "bitwrk_client/bitwrk-client.jar");
        Set<String> names = names("extension.with.client.zip");
        assertHolds(names, "", "bitwrk_client/bitwrk-client.jar");
        assertTrue(
                names.stream().anyMatch(name -> name.matches("bitwrk_client/runtime/bin/java(\\.exe)?")),
                names.toString());
        try (var zip = new ZipFile(Needed.file("extension.with.client.zip"))) {
            String manifest = new String(
                    zip.getInputStream(zip.getEntry("blender_manifest.toml")).readAllBytes(), StandardCharsets.UTF_8);
            String platforms = "\nplatforms = [\"" + ClientRuntime.platform() + "\"]\n";
            assertTrue(
                    manifest.indexOf(platforms) > 0 && manifest.indexOf(platforms) < manifest.indexOf("[permissions]"),
                    manifest);
        }
    }

    private static Set<String> names(String property) throws IOException {
        try (var zip = new ZipFile(Needed.file(property))) {
            return zip.stream().map(entry -> entry.getName()).collect(Collectors.toSet());
        }
    }

    private static void assertHolds(Set<String> names, String folder, String... further) {
        Stream<String> usual = Stream.of(
                "__init__.py",
                "blender_manifest.toml",
                "engine.py",
                "core/client.py",
                "worker/blender-slave.py",
                "LICENSE");
        for (String name : Stream.concat(usual, Stream.of(further)).toList()) {
            assertTrue(names.contains(folder + name), name + " in " + names);
        }
        assertTrue(names.stream().noneMatch(name -> name.contains("__pycache__")), names.toString());
    }
}
