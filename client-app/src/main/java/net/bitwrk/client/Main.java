package net.bitwrk.client;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

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
    @CommandLine.Option(
            names = {"-h", "-help", "--help"},
            usageHelp = true,
            description = "show this")
    private boolean helpAsked;

    @CommandLine.Option(
            names = {"-V", "-version", "--version"},
            versionHelp = true,
            description = "show the version")
    private boolean versionAsked;

    @Mixin
    private DaemonOptions options;

    private Main() {}

    /** Ends the process with the exit code of the command. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        var commandLine = new CommandLine(new Main());
        // Long names with one dash, as 0.7 had them, are no clusters of short ones.
        commandLine.setPosixClusteredShortOptionsAllowed(false);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        return commandLine;
    }

    DaemonOptions options() {
        return options;
    }

    @Override
    public Integer call() throws Exception {
        throw new CommandLine.ParameterException(commandLine(), "the daemon is not in this build");
    }
}
