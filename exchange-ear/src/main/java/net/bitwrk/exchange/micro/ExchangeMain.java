package net.bitwrk.exchange.micro;

import fish.payara.micro.PayaraMicro;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Starts the exchange on Payara Micro and says where it is, or why it is not. Payara Micro alone would stay running
 * without an application when that fails to start, listen on every address of the machine, look for a cluster, and fill
 * the screen.
 */
public final class ExchangeMain {
    /** The application is deployed by then: what is no answer now is none later. */
    private static final int ANSWER_ATTEMPTS = 5;

    private static final long ATTEMPT_PAUSE_MS = 200;
    private static final int ANSWER_TIMEOUT_MS = 5_000;

    private ExchangeMain() {}

    /** Ends with code 1 and one line on standard error where the exchange does not start. */
    public static void main(String[] arguments) throws Exception {
        try {
            Options options = Options.parse(arguments);
            if (options.help()) {
                System.out.print(Options.USAGE);
                return;
            }
            run(options.withPort(free(options)));
        } catch (IllegalArgumentException | StartFailed e) {
            System.err.println("bitwrk-exchange: " + e.getMessage());
            // Not exit: the server's shutdown hooks wait for what never started.
            Runtime.getRuntime().halt(1);
        }
    }

    private static void run(Options options) throws Exception {
        requireSettings();
        Path scratch = Files.createTempDirectory("bitwrk-exchange");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(scratch), "scratch"));
        Path preBoot = Files.writeString(scratch.resolve("pre-boot"), PreBoot.commands(options));
        Path logging = scratch.resolve("logging.properties");
        try (InputStream quiet = ExchangeMain.class.getResourceAsStream("logging.properties")) {
            Files.copy(quiet, logging);
        }
        System.out.println("starting the exchange ...");
        // Its main and not the API: that one knows what the jar holds.
        PayaraMicro.main(new String[] {
            "--nocluster", "--disablephonehome",
            "--port", Integer.toString(options.port()),
            "--prebootcommandfile", preBoot.toString(),
            "--logproperties", logging.toString(),
        });
        requireAnswer(options);
        Termination.install(options);
        ConsoleLog.started();
        System.out.println("exchange is ready at " + options.url());
    }

    private static void requireSettings() throws IOException, ReflectiveOperationException {
        Path scratch = Files.createTempDirectory("bitwrk-exchange");
        try {
            SettingsCheck.problem(scratch).ifPresent(problem -> {
                throw new StartFailed(problem);
            });
        } finally {
            delete(scratch);
        }
    }

    /** The port itself, or a free one for 0: taken for a moment, because Payara runs on without a port that is in use. */
    private static int free(Options options) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(options.host()), options.port()));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new StartFailed(
                    "cannot listen on " + options.host() + " port " + options.port() + ": " + e.getMessage());
        }
    }

    private static void requireAnswer(Options options) throws InterruptedException {
        var address = options.url() + "myip";
        String last = "";
        for (int i = 0; i < ANSWER_ATTEMPTS; i++) {
            try {
                var connection = (HttpURLConnection) new URL(address).openConnection();
                connection.setConnectTimeout(ANSWER_TIMEOUT_MS);
                connection.setReadTimeout(ANSWER_TIMEOUT_MS);
                int status = connection.getResponseCode();
                if (status == HttpURLConnection.HTTP_OK) {
                    return;
                }
                last = "status " + status;
            } catch (IOException e) {
                last = e.toString();
            }
            Thread.sleep(ATTEMPT_PAUSE_MS);
        }
        throw new StartFailed(ConsoleLog.firstFailure()
                .map(reason -> "the application did not start: " + reason)
                .orElse("the application does not answer at " + address + ": " + last));
    }

    private static void delete(Path folder) {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            // Some files stay behind in the folder for temporary ones.
        }
    }

    /** The exchange cannot be started; the message is for the user. */
    private static final class StartFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StartFailed(String message) {
            super(message);
        }
    }
}
