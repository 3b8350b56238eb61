package net.bitwrk.client;

import net.bitwrk.rays.RaysRender;
import net.bitwrk.rays.RaysWorker;
import picocli.CommandLine.Command;

/** Groups the commands of the ray tracer, which is a program of its own inside the same jar. */
@Command(
        name = "rays",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Buys or sells ray-traced pictures.",
        subcommands = {RaysRender.class, RaysWorker.class})
final class RaysCommand {}
