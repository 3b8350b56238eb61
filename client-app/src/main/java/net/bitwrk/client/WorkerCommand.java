package net.bitwrk.client;

import net.bitwrk.protocol.article.ArticleId;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/**
 * {@code worker --echo ARTICLE}: the simplest worker there is, to try a set-up with; {@code worker --blender PATH}:
 * sells rendering. Options that are not this command's are the Blender worker's.
 */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = "Works for the running client until it is stopped.",
        footer = "Options of Blender's worker are passed on: worker --blender PATH -- --help shows them.")
final class WorkerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--client", defaultValue = "http://127.0.0.1:8081", description = "default: ${DEFAULT-VALUE}")
    private URI client;

    @ArgGroup(multiplicity = "1")
    private Kind kind;

    /** What is done with the work. */
    private static final class Kind {
        @Option(names = "--echo", required = true, description = "give back the work as the result")
        private boolean echoes;

        @Option(names = "--blender", required = true, paramLabel = "PATH", description = "render with this Blender")
        private String blender;
    }

    @Option(
            names = "--add-on",
            paramLabel = "DIR",
            defaultValue = "${sys:bitwrk.blender:-}",
            description = "folder of the add-on, render_bitwrk, with Blender's worker (beside this program)")
    private String addOn;

    @Option(names = "--python", defaultValue = "python3", description = "runs it (${DEFAULT-VALUE})")
    private String python;

    @Parameters(
            paramLabel = "ARTICLE",
            arity = "0..*",
            description = "what --echo sells; with --blender: further options")
    private List<String> words = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        return kind.echoes ? echo() : render();
    }

    private int echo() throws IOException, InterruptedException {
        if (words.size() != 1 || words.get(0).startsWith("-")) {
            throw new ParameterException(spec.commandLine(), "--echo takes one article, not " + words);
        }
        String article = new ArticleId(words.get(0)).text();
        EchoWorker worker = EchoWorker.start(client, article);
        // Ctrl-C and SIGTERM: the client must learn that nobody works here any more.
        Runtime.getRuntime().addShutdownHook(new Thread(worker::close));
        spec.commandLine().getOut().println("Giving back every " + article + " of " + client);
        spec.commandLine().getOut().println("Give a mandate to sell " + article + " at " + client.resolve("/"));
        spec.commandLine().getOut().flush();
        new CountDownLatch(1).await();
        return 0;
    }

    private int render() throws IOException, InterruptedException {
        if (client.getHost() == null) {
            throw new ParameterException(spec.commandLine(), "--client " + client + " names no host");
        }
        Optional<Path> folder = addOn.isEmpty() ? Optional.empty() : Optional.of(Path.of(addOn));
        var options = new ArrayList<>(List.of("--blender", kind.blender));
        options.addAll(words);
        BlenderWorker worker = BlenderWorker.start(python, BlenderWorker.find(folder), client, options);
        Runtime.getRuntime().addShutdownHook(new Thread(worker::close));
        return worker.await();
    }
}
