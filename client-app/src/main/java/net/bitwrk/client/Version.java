package net.bitwrk.client;

import picocli.CommandLine.IVersionProvider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version that the build wrote into the jar. */
final class Version implements IVersionProvider {
    private static final String SNAPSHOT = "-SNAPSHOT";

    /** Three numbers, as {@code /version} has to answer and as the exchange compares them (protocol sections 5 and 11). */
    static String numbers() {
        String full = full();
        return full.endsWith(SNAPSHOT) ? full.substring(0, full.length() - SNAPSHOT.length()) : full;
    }

    static String full() {
        try (var in = Version.class.getResourceAsStream("version.properties")) {
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException("the jar is damaged: no version in it", e);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {"BitWrk client " + full()};
    }
}
