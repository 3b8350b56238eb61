package net.bitwrk.client;

import net.bitwrk.protocol.identity.PrivateKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;

/** {@code key}: the participant's private key. It goes from file to file and never onto the screen. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Shows, makes, imports or exports this participant's key.")
final class KeyCommand {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-datadir", "--datadir"},
            scope = picocli.CommandLine.ScopeType.INHERIT,
            paramLabel = "DIR",
            description = "of the key (~/.bitwrk-client)")
    private Path folder;

    private interface Step {
        void run(KeyFile file, PrintWriter out) throws IOException;
    }

    private int run(Step step) {
        PrintWriter out = spec.commandLine().getOut();
        try {
            step.run(KeyFile.in(DataFolder.prepare(folder == null ? DataFolder.standard() : folder)), out);
            out.flush();
            return 0;
        } catch (FileAlreadyExistsException e) {
            return failed(
                    "there is a file already: " + e.getMessage() + "; keys are never overwritten, move it away first");
        } catch (IOException e) {
            return failed(Failures.reason(e));
        }
    }

    private int failed(String reason) {
        spec.commandLine().getErr().println(reason);
        return 1;
    }

    private static PrivateKey needed(KeyFile file) throws IOException {
        return file.read()
                .orElseThrow(() -> new IOException("there is no key at " + file.path() + "; make one with 'key new'"));
    }

    @Command(mixinStandardHelpOptions = true, description = "Shows the address that belongs to the key, not the key.")
    int show() {
        return run((file, out) -> out.println(needed(file).address() + "  " + file.path()));
    }

    @Command(name = "new", mixinStandardHelpOptions = true, description = "Makes a key where there is none.")
    int create() {
        return run((file, out) -> {
            PrivateKey key = PrivateKey.generate();
            file.write(key);
            out.println(key.address() + "  " + file.path());
        });
    }

    @Command(name = "import", mixinStandardHelpOptions = true, description = "Takes a key over from a file.")
    int importFrom(@Parameters(paramLabel = "FILE", description = "holds a key in Wallet Import Format") Path from) {
        return run((file, out) -> {
            PrivateKey key = needed(KeyFile.at(from));
            file.write(key);
            out.println(key.address() + "  " + file.path());
        });
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = "Copies the key to a new file that only you can read. Whoever has it, has the money.")
    int exportTo(@Parameters(paramLabel = "FILE", description = "must not exist yet") Path to) {
        return run((file, out) -> {
            PrivateKey key = needed(file);
            KeyFile.at(to).write(key);
            out.println(key.address() + "  " + to);
        });
    }
}
