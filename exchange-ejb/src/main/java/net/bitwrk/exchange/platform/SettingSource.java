package net.bitwrk.exchange.platform;

import java.util.Locale;
import java.util.Optional;

/**
 * Where settings are read: the system property {@code bitwrk.x-y}, else the environment variable {@code BITWRK_X_Y}. A
 * blank value counts as none, so that a deployment script may pass an empty variable on.
 */
@FunctionalInterface
interface SettingSource {
    /** @param name as in the operations guide, e.g. {@code db-url} */
    Optional<String> read(String name);

    static SettingSource ofProcess() {
        return name -> Optional.ofNullable(System.getProperty("bitwrk." + name))
                .or(() -> Optional.ofNullable(System.getenv(environmentName(name))))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private static String environmentName(String name) {
        return "BITWRK_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
