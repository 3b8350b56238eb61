package net.bitwrk.client;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/**
 * The command line. Without a sub-command it is the daemon, with the options of BitWrk 0.7 (one dash or two, value after
 * a space or {@code =}) and a few more. Exit codes: 0 done, 1 failed with a reason on standard error, 2 not understood.
 */
@Command(
        name = "bitwrk-client",
        description =
                "Buys and sells small computing tasks; without a command it runs as the daemon for local programs.",
        versionProvider = Version.class,
        sortOptions = false,
        subcommands = {BuyCommand.class, WorkerCommand.class, KeyCommand.class, RaysCommand.class})
public final class Main implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "-help", "--help"},
            usageHelp = true,
            description = "show this")
    private boolean helpAsked;

    @Option(
            names = {"-V", "-version", "--version"},
            versionHelp = true,
            description = "show the version")
    private boolean versionAsked;

    @Mixin
    private DaemonOptions options;

    private Main() {}

    /** Ends the process with the exit code of the command. */
    public static void main(String[] arguments) {
        Logging.begin();
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        var commandLine = new CommandLine(new Main());
        // Long names with one dash, as 0.7 had them, are no clusters of short ones.
        commandLine.setPosixClusteredShortOptionsAllowed(false);
        commandLine.registerConverter(URI.class, new HttpAddress());
        commandLine.setParameterExceptionHandler(new Failures());
        commandLine.setExecutionExceptionHandler(new Failures());
        // Blender's worker has options of its own.
        commandLine.getSubcommands().get("worker").setUnmatchedOptionsArePositionalParams(true);
        return commandLine;
    }

    DaemonOptions options() {
        return options;
    }

    /** Runs the daemon until the process is told to end, or the one that started it has gone. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        if (options.logsStore) {
            Logging.showStore();
        }
        try {
            Clock clock = Clock.tick(Clock.systemUTC(), Duration.ofMillis(1));
            Client client = Client.start(Settings.of(options), clock, new SecureRandom());
            Runtime.getRuntime().addShutdownHook(new Thread(client::close, "stop"));
            greet(client, spec.commandLine().getOut());
            if (options.endsWithInput) {
                System.in.transferTo(OutputStream.nullOutputStream());
                return 0;
            }
            new CountDownLatch(1).await();
            return 0;
        } catch (IOException e) {
            throw new IOException("The client does not start: " + Failures.reason(e), e);
        }
    }

    private void greet(Client client, PrintWriter out) {
        out.println("BitWrk client " + Version.full());
        out.println("  page         " + client.page());
        out.println("  exchange     " + options.exchange + "  (another one: -bitwrkurl URL)");
        out.println("  participant  " + client.participant());
        out.println("  selling      "
                + (options.externalPort < 0
                        ? "only to programs of this computer  (to others: -extport PORT)"
                        : "on port " + client.sellingPort()
                                + ", by workers, as mandates of the page permit  (address: -extaddr ADDRESS)"));
        out.flush();
    }
}
