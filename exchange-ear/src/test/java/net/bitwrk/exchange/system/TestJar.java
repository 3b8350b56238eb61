package net.bitwrk.exchange.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** The shipped runnable jar with one difference: the archive in it also holds the movable clock, and what that needs. */
final class TestJar {
    private static final String ARCHIVE = "MICRO-INF/deploy/ROOT.war";
    private static final String PACKAGE = "net/bitwrk/exchange/system/clock/";
    private static final List<String> CLASSES =
            List.of("MovableClock.class", "ClockResource.class", "LastingNonces.class");

    private TestJar() {}

    /** @return the jar, made anew in {@code folder} */
    static Path make(Path folder) {
        Path jar = folder.resolve("test-exchange.jar");
        Path war = folder.resolve("test-exchange.war");
        try {
            Files.createDirectories(folder);
            Files.copy(ExchangeProcess.shippedJar(), jar, StandardCopyOption.REPLACE_EXISTING);
            try (FileSystem outer = open(jar)) {
                Files.copy(outer.getPath(ARCHIVE), war, StandardCopyOption.REPLACE_EXISTING);
                addClasses(war);
                Files.copy(war, outer.getPath(ARCHIVE), StandardCopyOption.REPLACE_EXISTING);
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addClasses(Path war) throws IOException {
        try (FileSystem inner = open(war)) {
            Path target = inner.getPath("WEB-INF/classes/" + PACKAGE);
            Files.createDirectories(target);
            for (String name : CLASSES) {
                try (var file = TestJar.class.getResourceAsStream("/" + PACKAGE + name)) {
                    Files.copy(file, target.resolve(name));
                }
            }
        }
    }

    private static FileSystem open(Path zip) throws IOException {
        return FileSystems.newFileSystem(
                URI.create("jar:" + zip.toAbsolutePath().toUri()), Map.of());
    }
}
