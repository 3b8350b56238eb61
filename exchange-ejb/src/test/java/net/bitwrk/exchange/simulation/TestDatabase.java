package net.bitwrk.exchange.simulation;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import net.bitwrk.exchange.platform.ShippedH2;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;

import javax.sql.DataSource;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/** An empty database with the exchange's tables, as durable as one that is run for real. */
final class TestDatabase implements Closeable {
    /** By default 10 s, which a busy machine may take longer than. */
    private static final Duration START = Duration.ofSeconds(180);

    private final DataSource source;
    private final Closeable server;

    private TestDatabase(DataSource source, Closeable server) {
        this.source = source;
        this.server = server;
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration")
                .load()
                .migrate();
    }

    static TestDatabase h2(Path folder) {
        var source = new JdbcDataSource();
        source.setURL(ShippedH2.url("jdbc:h2:file:" + folder.resolve("exchange").toAbsolutePath()));
        return new TestDatabase(source, () -> {});
    }

    /** The binaries switch {@code fsync} off by default. */
    static TestDatabase postgresql() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setPGStartupWait(START)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .start();
            return new TestDatabase(server.getPostgresDatabase(), server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    DataSource source() {
        return source;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
