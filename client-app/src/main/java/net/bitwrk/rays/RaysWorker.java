package net.bitwrk.rays;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** {@code rays worker}: draws for others until it is stopped. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = "Draws pictures and sells them by the client. What they cost is said by a mandate of the client.")
public final class RaysWorker implements Callable<Integer> {
    private static final int MAX_PORT = 65_535;

    @Option(names = "--client", defaultValue = "http://127.0.0.1:8081", description = "default: ${DEFAULT-VALUE}")
    private URI client;

    @Option(names = "--port", defaultValue = "0", description = "port on which work is received; default: any")
    private int port;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (port < 0 || port > MAX_PORT) {
            throw new ParameterException(
                    spec.commandLine(), "--port " + port + " is no port, expected one from 0 (any) to " + MAX_PORT);
        }
        var worker = Worker.start(new LocalClient(client), port);
        // Ctrl-C and SIGTERM: the client must learn that nobody works here any more.
        Runtime.getRuntime().addShutdownHook(new Thread(worker::close));
        var out = spec.commandLine().getOut();
        out.println("Drawing for " + client + " at " + worker.pushUrl());
        out.println("Give a mandate to sell " + RaysBuyer.ARTICLE + " at " + client.resolve("/"));
        out.flush();
        new CountDownLatch(1).await();
        return 0;
    }
}
