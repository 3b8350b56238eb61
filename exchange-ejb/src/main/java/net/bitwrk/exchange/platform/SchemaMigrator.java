package net.bitwrk.exchange.platform;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.flywaydb.core.Flyway;

/**
 * Checks the settings, then brings the database's tables to the version of this program, before anything else of the
 * exchange runs. Every other bean that starts with the application and touches the database is marked
 * {@code @DependsOn("SchemaMigrator")}.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
@DataSourceDefinition(
        name = SchemaMigrator.DATA_SOURCE,
        className = "net.bitwrk.exchange.platform.BitwrkDataSource",
        url = "settings",
        user = "settings",
        password = "settings",
        transactional = true,
        initialPoolSize = 2,
        minPoolSize = 2,
        maxPoolSize = 32)
public class SchemaMigrator {
    static final String DATA_SOURCE = "java:app/jdbc/bitwrk";

    private static final System.Logger LOG = System.getLogger(SchemaMigrator.class.getName());

    private final Instance<Settings> settings;

    protected SchemaMigrator() {
        this(null);
    }

    @Inject
    public SchemaMigrator(Instance<Settings> settings) {
        this.settings = settings;
    }

    @PostConstruct
    void start() {
        settings.get();
        tell(DatabaseSettings.from(SettingSource.ofProcess()));
        migrate();
    }

    private void migrate() {
        int applied = Flyway.configure(SchemaMigrator.class.getClassLoader())
                // Not the pool: a wrong URL is told here by the driver's own words.
                .dataSource(new BitwrkDataSource())
                .locations("classpath:db/migration")
                .load()
                .migrate()
                .migrationsExecuted;
        LOG.log(System.Logger.Level.INFO, "schema is up to date migrations={0}", applied);
    }

    private static void tell(DatabaseSettings database) {
        LOG.log(System.Logger.Level.INFO, "database url={0}", database.shown());
        if (database.isH2()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "H2 survives a killed process, not a power cut: use PostgreSQL where money is real");
        }
    }
}
