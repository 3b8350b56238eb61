package net.bitwrk.exchange.system;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL server, as durable as one that is run for real, that can be killed and started on the same data. */
final class KillablePostgres implements AutoCloseable {
    /** By default 10 s, in which a busy machine may not get through a recovery. */
    private static final Duration START = Duration.ofSeconds(180);

    private final Path folder;
    private EmbeddedPostgres server;
    private int port;

    KillablePostgres(Path folder) {
        this.folder = folder;
        start();
    }

    /** The binaries switch {@code fsync} off by default. */
    void start() {
        try {
            server = EmbeddedPostgres.builder()
                    // Again at the same one; 0 asks the system for one.
                    .setPort(port)
                    .setDataDirectory(folder)
                    .setCleanDataDirectory(false)
                    .setPGStartupWait(START)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .start();
            port = server.getPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    Connection connect() throws SQLException {
        return server.getPostgresDatabase().getConnection();
    }

    /** The server and all of its processes, as {@code kill -9} does. */
    void kill() {
        try {
            List<String> lines = Files.readAllLines(folder.resolve("postmaster.pid"));
            ProcessHandle postmaster =
                    ProcessHandle.of(Long.parseLong(lines.get(0).strip())).orElseThrow();
            List<ProcessHandle> all = Stream.concat(Stream.of(postmaster), postmaster.descendants())
                    .toList();
            all.forEach(ProcessHandle::destroyForcibly);
            all.forEach(process -> process.onExit().join());
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
