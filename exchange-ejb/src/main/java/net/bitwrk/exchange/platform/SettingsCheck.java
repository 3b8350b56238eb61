package net.bitwrk.exchange.platform;

import java.util.Optional;

/**
 * The check of the settings for those who want it before a server starts, which takes long. The runnable jar calls it by name, in a
 * class loader that has the JDK and the exchange's own libraries alone.
 */
public final class SettingsCheck {
    private SettingsCheck() {}

    /** What is wrong with this process' settings, in one line that names setting, value and remedy. */
    public static Optional<String> problem() {
        return problem(SettingSource.ofProcess());
    }

    static Optional<String> problem(SettingSource source) {
        try {
            Settings.from(source);
            DatabaseSettings.from(source);
            return Optional.empty();
        } catch (InvalidSetting e) {
            return Optional.of(e.getMessage());
        }
    }
}
