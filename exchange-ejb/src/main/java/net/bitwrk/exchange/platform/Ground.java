package net.bitwrk.exchange.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import java.time.Clock;
import java.time.Duration;

/** Makes what every feature gets by constructor: the settings and the only clock of the exchange. */
@ApplicationScoped
class Ground {
    /** Whole milliseconds, so that what is stored is what was decided. */
    @Produces
    @Singleton
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.ofMillis(1));
    }

    @Produces
    @Singleton
    Settings settings() {
        return Settings.from(SettingSource.ofProcess());
    }
}
