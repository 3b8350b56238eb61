package net.bitwrk.exchange.system;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The EAR on a Payara Server of its own domain: deployed, traded on, taken away, deployed again, traded on. */
@Tag("full")
final class PayaraServerIT {
    private static final Path HOME =
            Path.of(System.getProperty("servers.folder"), "payara6").toAbsolutePath();
    private static final String DOMAIN = "bitwrk-test";

    private final Path domains = HOME.resolve("test-domains");
    private final int admin = ServerProcess.freePort();
    private final int port = ServerProcess.freePort();
    private final Exchange exchange = new Exchange(URI.create("http://127.0.0.1:" + port + "/"));

    @Test
    void tradesOnTheEarTwice() throws IOException {
        delete(domains);
        createDomain();
        asadmin("start-domain", "--domaindir", domains.toString(), DOMAIN);
        try {
            deployAndTrade();
            deployAndTrade();
        } finally {
            asadmin("stop-domain", "--kill", "true", "--domaindir", domains.toString(), DOMAIN);
        }
        ServerProcess.await("the end of the server", () -> !ServerProcess.isRunning(domains.toString()));
    }

    private void deployAndTrade() {
        asadmin("deploy", "--name", "bitwrk-exchange", System.getProperty("exchange.ear"));
        ServerProcess.await("the exchange on Payara", () -> ServerProcess.status(exchange, "/nonce") == 200);
        Trade.complete(exchange, "foobar", "mBTC 1");
        asadmin("undeploy", "bitwrk-exchange");
        ServerProcess.await("the end of the exchange", () -> ServerProcess.status(exchange, "/nonce") == 404);
    }

    /** All its listeners on free ports of this computer alone; by default they are on every address. */
    private void createDomain() throws IOException {
        Files.createDirectories(domains);
        var ports = new ArrayList<String>();
        for (String name : List.of(
                "http.ssl.port",
                "jms.port",
                "domain.jmxPort",
                "orb.listener.port",
                "orb.ssl.port",
                "orb.mutualauth.port",
                "osgi.shell.telnet.port",
                "java.debugger.port",
                "hazelcast.start.port",
                "hazelcast.das.port")) {
            ports.add(name + "=" + ServerProcess.freePort());
        }
        asadmin(
                "create-domain",
                "--nopassword=true",
                "--domaindir",
                domains.toString(),
                "--adminport",
                Integer.toString(admin),
                "--instanceport",
                Integer.toString(port),
                "--domainproperties",
                String.join(":", ports),
                DOMAIN);
        Path file = domains.resolve(DOMAIN).resolve("config/domain.xml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("address=\"0.0.0.0\"", "address=\"127.0.0.1\"")
                        .replaceAll("<network-listener (?![^>]*address=)", "<network-listener address=\"127.0.0.1\" ")
                        .replaceAll(
                                "<hazelcast-config-specific-configuration[^>]*>",
                                "<hazelcast-config-specific-configuration enabled=\"false\">"));
    }

    private void asadmin(String... command) {
        var line = new ArrayList<>(List.of(
                HOME.resolve("bin/asadmin").toString(), "--interactive=false", "--port", Integer.toString(admin)));
        line.addAll(List.of(command));
        ServerProcess.run(HOME, line);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
