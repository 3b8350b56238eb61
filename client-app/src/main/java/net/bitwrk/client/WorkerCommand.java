package net.bitwrk.client;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** {@code worker --echo ARTICLE}: the simplest worker there is, to try a set-up with. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = "Works for the running client until it is stopped.")
final class WorkerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--client", defaultValue = "http://127.0.0.1:8081", description = "default: ${DEFAULT-VALUE}")
    private URI client;

    @Option(names = "--echo", required = true, description = "give back the work as the result")
    private boolean echoes;

    @Parameters(paramLabel = "ARTICLE")
    private String article;

    @Override
    public Integer call() throws InterruptedException {
        try {
            EchoWorker worker = EchoWorker.start(client, article);
            // Ctrl-C and SIGTERM: the client must learn that nobody works here any more.
            Runtime.getRuntime().addShutdownHook(new Thread(worker::close));
            spec.commandLine().getOut().println("Giving back every " + article + " of " + client);
            spec.commandLine().getOut().flush();
            new CountDownLatch(1).await();
            return 0;
        } catch (IOException e) {
            spec.commandLine().getErr().println("no worker at " + client + ": " + e.getMessage());
            return 1;
        }
    }
}
