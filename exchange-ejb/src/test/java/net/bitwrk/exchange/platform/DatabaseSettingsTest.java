package net.bitwrk.exchange.platform;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

final class DatabaseSettingsTest {
    private static DatabaseSettings with(Map<String, String> set) {
        return DatabaseSettings.from(name -> Optional.ofNullable(set.get(name)));
    }

    /** Without WRITE_DELAY=0 an acknowledged bid is lost with the process; see {@link FreshReadsTest} for the other. */
    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:mem:t, jdbc:h2:mem:t;LOCK_TIMEOUT=10000;OPTIMIZE_REUSE_RESULTS=FALSE;WRITE_DELAY=0",
        "jdbc:h2:file:./x;MODE=LEGACY, jdbc:h2:file:./x;MODE=LEGACY;LOCK_TIMEOUT=10000;OPTIMIZE_REUSE_RESULTS=FALSE;WRITE_DELAY=0",
        "jdbc:h2:file:./x;write_delay=10, jdbc:h2:file:./x;write_delay=10;LOCK_TIMEOUT=10000;OPTIMIZE_REUSE_RESULTS=FALSE",
        "jdbc:postgresql://db/bitwrk, jdbc:postgresql://db/bitwrk",
    })
    void addsToAnH2UrlWhatItDoesNotName(String given, String used) {
        assertEquals(used, with(Map.of("db-url", given)).url());
    }

    @Test
    void keepsPasswordsOutOfWhatIsShown() {
        var database = with(Map.of("db-url", "jdbc:postgresql://db/bitwrk?password=geheim", "db-password", "geheim"));
        assertFalse(database.toString().contains("geheim"), database.toString());
        assertEquals("jdbc:postgresql://db/bitwrk", database.shown());
    }

    @Test
    void refusesADatabaseItHasNoDriverFor() {
        String reason = assertThrows(InvalidSetting.class, () -> with(Map.of("db-url", "jdbc:mysql://geheim@db/x")))
                .getMessage();
        assertTrue(reason.contains("setting db-url 'jdbc:mysql:...' names no database"), reason);
    }

    @Test
    void connectsToTheDatabaseOfTheSettings() throws SQLException {
        System.setProperty("bitwrk.db-url", "jdbc:h2:mem:ground");
        try (Connection connection = new BitwrkDataSource().getConnection("ignored", "ignored")) {
            assertEquals("H2", connection.getMetaData().getDatabaseProductName());
        } finally {
            System.clearProperty("bitwrk.db-url");
        }
    }
}
