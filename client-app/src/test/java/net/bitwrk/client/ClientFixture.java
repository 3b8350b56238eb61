package net.bitwrk.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** A daemon in this process, on a free port, with a folder of its own. */
final class ClientFixture implements AutoCloseable {
    private final Client client;

    private ClientFixture(Client client) {
        this.client = client;
    }

    /** At an exchange that is not there, unless {@code more} names one. */
    static ClientFixture start(Path folder, String... more) throws IOException {
        var arguments = new ArrayList<>(List.of(
                "-datadir",
                folder.toString(),
                "-intport",
                "" + freePort(),
                "-bitwrkurl",
                "http://127.0.0.1:" + freePort() + "/"));
        arguments.addAll(List.of(more));
        picocli.CommandLine commandLine = Main.commandLine();
        commandLine.setOverwrittenOptionsAllowed(true);
        commandLine.parseArgs(arguments.toArray(new String[0]));
        Main main = commandLine.getCommand();
        return new ClientFixture(Client.start(Settings.of(main.options()), Clock.systemUTC(), new SecureRandom()));
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return client.page().getPort();
    }

    URI url() {
        return client.page();
    }

    String participant() {
        return client.participant().text();
    }

    EchoWorker echo(String article) throws IOException, InterruptedException {
        return EchoWorker.start(url(), article);
    }

    RawHttp.Answer get(String path, String... headers) throws IOException {
        return RawHttp.get(port(), path, headers);
    }

    RawHttp.Answer post(String path, String form, String... headers) throws IOException {
        return RawHttp.post(port(), path, form, headers);
    }

    @Override
    public void close() {
        client.close();
    }
}
