package net.bitwrk.blender;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * What the zips with the client hold besides the add-on: a Java runtime with just the modules that the client's jar needs, and the
 * extension's manifest, which then is for one platform only. Run by the build from its source: JAR MANIFEST FOLDER.
 */
final class ClientRuntime {
    /** Found by no analysis: a provider of elliptic curves for https. */
    private static final String UNSEEN = ",jdk.crypto.ec";

    private ClientRuntime() {}

    /** Makes {@code FOLDER/runtime} and {@code FOLDER/blender_manifest.toml}, unless they are newer than the jar. */
    public static void main(String[] arguments) throws IOException {
        Path jar = Path.of(arguments[0]);
        Path folder = Files.createDirectories(Path.of(arguments[2]));
        if (!Files.exists(jar)) {
            throw new IllegalStateException("build the client first: there is no " + jar.getFileName());
        }
        Path manifest = folder.resolve("blender_manifest.toml");
        String text = Files.readString(Path.of(arguments[1]));
        Files.writeString(
                manifest, text.replace("\n[permissions]", "platforms = [\"" + platform() + "\"]\n\n[permissions]"));
        Path runtime = folder.resolve("runtime");
        Path made = runtime.resolve("release");
        if (Files.exists(made) && Files.getLastModifiedTime(made).compareTo(Files.getLastModifiedTime(jar)) >= 0) {
            return;
        }
        delete(runtime);
        String modules =
                run("jdeps", "--print-module-deps", "--ignore-missing-deps", "--multi-release", "17", jar.toString());
        run(
                "jlink",
                "--add-modules",
                modules.strip() + UNSEEN,
                "--strip-java-debug-attributes",
                "--no-header-files",
                "--no-man-pages",
                "--output",
                runtime.toString());
        replaceLinks(runtime);
    }

    /** As Blender names the system that this runs on. */
    static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String name = system.startsWith("windows") ? "windows" : system.startsWith("mac") ? "macos" : "linux";
        return name + "-" + (System.getProperty("os.arch").matches("aarch64|arm64") ? "arm64" : "x64");
    }

    private static String run(String tool, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = ToolProvider.findFirst(tool)
                .orElseThrow(() -> new IllegalStateException("this JDK has no " + tool))
                .run(new PrintWriter(out), new PrintWriter(err), arguments);
        if (code != 0) {
            throw new IllegalStateException(tool + " failed: " + out + err);
        }
        return out.toString();
    }

    /** Blender's unpacking knows no links: licences that modules share are files of their own. */
    private static void replaceLinks(Path folder) throws IOException {
        for (Path path : below(folder)) {
            if (Files.isSymbolicLink(path)) {
                Path target = path.toRealPath();
                Files.delete(path);
                Files.copy(target, path, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            for (Path path : below(folder)) {
                path.toFile().setWritable(true);
                Files.delete(path);
            }
        }
    }

    /** Deepest first. */
    private static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        }
    }
}
