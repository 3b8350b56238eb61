package net.bitwrk.client.ui;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Style sheets and scripts: those of the jar, or, with {@code -resourcedir}, pages and assets of a folder. */
public final class Assets {
    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "html", "text/html; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "json", "application/json");

    private final Optional<Path> folder;

    /** Bytes and their media type. */
    record Asset(String type, byte[] bytes) {}

    private Assets(Optional<Path> folder) {
        this.folder = folder;
    }

    public static Assets builtIn() {
        return new Assets(Optional.empty());
    }

    /** @throws IOException if there is no such folder */
    public static Assets of(Path folder) throws IOException {
        return new Assets(Optional.of(folder.toRealPath()));
    }

    /** Whether the built-in page is to be replaced too. */
    boolean isReplaced() {
        return folder.isPresent();
    }

    /** Only names of the known types, and nothing outside the folder. */
    Optional<Asset> find(String name) throws IOException {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            return Optional.empty();
        }
        Optional<byte[]> bytes = folder.isPresent() ? fromFolder(folder.get(), name) : fromJar(name);
        return bytes.map(found -> new Asset(type, found));
    }

    private static Optional<byte[]> fromJar(String name) throws IOException {
        if (!name.matches("[a-z]+\\.[a-z]+")) {
            return Optional.empty();
        }
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        }
    }

    private static Optional<byte[]> fromFolder(Path folder, String name) throws IOException {
        try {
            Path file = folder.resolve(name).normalize();
            boolean isInside = file.startsWith(folder)
                    && Files.isRegularFile(file)
                    && file.toRealPath().startsWith(folder);
            return isInside ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
