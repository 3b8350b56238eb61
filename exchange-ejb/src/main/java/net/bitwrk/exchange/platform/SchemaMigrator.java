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

import java.util.stream.Stream;

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

    /** Read by the runnable jar's main, which cannot see a deployment's exception. */
    private static final String FAILURE_PROPERTY = "bitwrk.start-failure";

    private static final System.Logger LOG = System.getLogger(SchemaMigrator.class.getName());

    private final Instance<Settings> settings;

    protected SchemaMigrator() {
        this(null);
    }

    @Inject
    SchemaMigrator(Instance<Settings> settings) {
        this.settings = settings;
    }

    @PostConstruct
    void start() {
        try {
            settings.get();
            var database = DatabaseSettings.from(SettingSource.ofProcess());
            tell(database);
            migrate();
        } catch (RuntimeException e) {
            String reason = Stream.iterate((Throwable) e, t -> t != null, Throwable::getCause)
                    .reduce((outer, inner) -> inner)
                    .map(Throwable::getMessage)
                    .orElse(e.toString());
            System.setProperty(FAILURE_PROPERTY, reason);
            LOG.log(System.Logger.Level.ERROR, "exchange cannot start: {0}", reason);
            throw e;
        }
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
