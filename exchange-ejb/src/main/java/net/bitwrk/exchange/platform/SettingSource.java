package net.bitwrk.exchange.platform;

import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where settings are read: the system property {@code bitwrk.x-y}, else the environment variable {@code BITWRK_X_Y}. A
 * blank value counts as none, so that a deployment script may pass an empty variable on.
 */
@FunctionalInterface
interface SettingSource {
    /** @param name as in the operations guide, e.g. {@code db-url} */
    Optional<String> read(String name);

    static SettingSource ofProcess() {
        return of(System::getProperty, System::getenv);
    }

    static SettingSource of(UnaryOperator<String> properties, UnaryOperator<String> environment) {
        return name ->
                value(properties.apply("bitwrk." + name)).or(() -> value(environment.apply(environmentName(name))));
    }

    private static Optional<String> value(String text) {
        return Optional.ofNullable(text).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static String environmentName(String name) {
        return "BITWRK_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
