package net.bitwrk.client;

import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.rays.LocalClient;
import net.bitwrk.rays.Output;
import net.bitwrk.rays.Waiting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code buy ARTICLE FILE}: has one piece of work done, by way of the running daemon. Ctrl-C takes the order back. */
@Command(name = "buy", mixinStandardHelpOptions = true, description = "Has a file worked on and stores the result.")
final class BuyCommand implements Callable<Integer> {
    private static final int SEE_OTHER = 303;
    private static final int OK = 200;

    @Spec
    private CommandSpec spec;

    @Option(names = "--client", defaultValue = "http://127.0.0.1:8081", description = "default: ${DEFAULT-VALUE}")
    private URI client;

    @Option(names = "--price", description = "paid at most, e.g. 'mBTC 1'; else a mandate of the client decides")
    private Optional<String> price = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "the result; - for standard output (default: FILE.result)")
    private String output;

    @Parameters(index = "0", paramLabel = "ARTICLE")
    private String article;

    @Parameters(index = "1", paramLabel = "FILE", description = "the work")
    private Path work;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    @Override
    public Integer call() throws IOException, InterruptedException {
        String to = output == null ? work + ".result" : output;
        if (!Files.isRegularFile(work)) {
            throw new IOException("there is no file " + work + " to work on");
        }
        if (!to.equals("-")) {
            Output.check(Path.of(to));
        }
        try (var progress = new Progress(spec.commandLine().getErr())) {
            save(buy(progress), to, progress);
            return 0;
        }
    }

    private URI buy(Progress progress) throws IOException, InterruptedException {
        long size = Files.size(work);
        String query = price.map(most -> "?price=" + URLEncoder.encode(most, StandardCharsets.UTF_8))
                .orElse("");
        HttpRequest request = HttpRequest.newBuilder(client.resolve("/buy/" + new ArticleId(article) + query))
                .POST(BodyPublishers.ofInputStream(() -> open(progress, size)))
                .build();
        HttpResponse<String> answer = awaited(request, progress);
        String location = answer.headers().firstValue("Location").orElse("");
        if (answer.statusCode() != SEE_OTHER || !location.startsWith("/")) {
            throw new IOException("not bought (" + answer.statusCode() + "): " + answer.body());
        }
        return client.resolve(location);
    }

    private HttpResponse<String> awaited(HttpRequest request, Progress progress)
            throws IOException, InterruptedException {
        var waiting = new Waiting(new LocalClient(client), article, progress::say);
        try (waiting) {
            return send(request, BodyHandlers.ofString(StandardCharsets.US_ASCII));
        }
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        try {
            return http.send(request, handler);
        } catch (IOException e) {
            throw LocalClient.noAnswer(client, e);
        }
    }

    private InputStream open(Progress progress, long size) {
        try {
            return progress.reading("sending", size, Files.newInputStream(work), "waiting for the result");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void save(URI result, String to, Progress progress) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = send(HttpRequest.newBuilder(result).build(), BodyHandlers.ofInputStream());
        if (answer.statusCode() != OK) {
            throw new IOException("the result cannot be fetched: " + answer.statusCode() + " from " + result);
        }
        long size = answer.headers().firstValueAsLong("Content-Length").orElse(0);
        try (InputStream from = progress.reading("fetching", size, answer.body(), "done");
                OutputStream file = open(to)) {
            from.transferTo(file);
        } catch (IOException e) {
            throw new IOException("cannot write " + to + ": " + Failures.reason(e) + "; the result is at " + result, e);
        }
        progress.say(to.equals("-") ? "done" : "the result is in " + to);
    }

    private static OutputStream open(String to) throws IOException {
        return to.equals("-") ? new FileOutputStream(FileDescriptor.out) : Files.newOutputStream(Path.of(to));
    }
}
