package net.bitwrk.exchange.micro;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Asks the exchange in this jar whether it can keep its settings, before the server starts: that takes half a minute and more. Its
 * classes are in the WAR, so that is unpacked for the moment, into a class loader that ends with the question.
 */
final class SettingsCheck {
    private static final String WAR = "/MICRO-INF/deploy/ROOT.war";
    private static final String LIBRARIES = "WEB-INF/lib/";
    private static final String CHECK = "net.bitwrk.exchange.platform.SettingsCheck";

    private SettingsCheck() {}

    /** What is wrong, in one line. @param scratch an empty folder, left with files in it */
    static Optional<String> problem(Path scratch) throws IOException, ReflectiveOperationException {
        URL[] libraries = unpack(scratch).toArray(new URL[0]);
        try (var loader = new URLClassLoader(libraries, ClassLoader.getPlatformClassLoader())) {
            var problem =
                    (Optional<?>) loader.loadClass(CHECK).getMethod("problem").invoke(null);
            return problem.map(String.class::cast);
        }
    }

    private static List<URL> unpack(Path scratch) throws IOException {
        List<URL> libraries = new ArrayList<>();
        try (InputStream war = SettingsCheck.class.getResourceAsStream(WAR);
                var entries = new ZipInputStream(war)) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                String name = entry.getName();
                if (name.startsWith(LIBRARIES) && name.endsWith(".jar")) {
                    Path library = scratch.resolve(name.substring(LIBRARIES.length()));
                    Files.copy(entries, library);
                    libraries.add(library.toUri().toURL());
                }
            }
        }
        return libraries;
    }
}
