package net.bitwrk.client.exchange;

import net.bitwrk.protocol.id.Nonce;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpMethod;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** Asks the exchange, and asks again while there is no answer, or none that counts. Thread-safe. */
final class Calls {
    /** For what a user, or a transaction that times out after 60 s, waits for. */
    static final Duration ASK_AGAIN = Duration.ofSeconds(10);

    private static final int OK = 200;
    private static final Duration CALL = Duration.ofSeconds(30);

    private final Connection connection;
    private final Reachability reachability;

    Calls(Connection connection, Reachability reachability) {
        this.connection = connection;
        this.reachability = reachability;
    }

    /** Asked once: whoever has none has not lost anything yet. @throws IOException if there is no answer, or no nonce */
    Nonce nonce() throws IOException, InterruptedException {
        try {
            return new Nonce(text("/nonce", Duration.ZERO));
        } catch (IllegalArgumentException e) {
            throw new IOException("the exchange sent no nonce: " + e.getMessage(), e);
        }
    }

    String text(String path, Duration limit) throws IOException, InterruptedException {
        Answer answer = again(() -> connection.request(HttpMethod.GET, path, "text/plain"), new Patience(limit));
        if (answer.status() != OK) {
            throw answer.refusal("GET " + path);
        }
        return answer.text();
    }

    Answer heard(Request request) throws IOException, InterruptedException {
        try {
            Answer answer = connection.send(request);
            reachability.answered();
            return answer;
        } catch (IOException e) {
            reachability.failed(e);
            throw e;
        }
    }

    /** Makes one request, anew for each try. */
    @FunctionalInterface
    interface Question {
        Request ask() throws IOException, InterruptedException;
    }

    /** Asks, and asks again while there is no answer or none that counts; the last one where patience ends. */
    Answer again(Question question, Patience patience) throws IOException, InterruptedException {
        while (true) {
            Optional<Duration> pause;
            try {
                Answer answer = heard(question.ask());
                pause = patience.pauseAfter(answer);
                if (pause.isEmpty()) {
                    return answer;
                }
            } catch (IOException e) {
                pause = patience.pauseAfter(e);
                if (pause.isEmpty()) {
                    throw e;
                }
            }
            Thread.sleep(pause.get().toMillis());
        }
    }

    /** The same, while the caller does something else; fails with an {@link IOException}. */
    CompletableFuture<Answer> aside(Supplier<Request> question, Patience patience) {
        var heard = new CompletableFuture<Answer>();
        aside(question, patience, heard);
        return heard;
    }

    private void aside(Supplier<Request> question, Patience patience, CompletableFuture<Answer> heard) {
        if (patience.isOver()) {
            heard.completeExceptionally(new IOException("given up before there was an answer that counts"));
            return;
        }
        connection.start(question.get(), CALL).whenComplete((answer, error) -> {
            if (error == null) {
                reachability.answered();
            } else {
                reachability.failed(connection.noAnswer(error));
            }
            Optional<Duration> pause =
                    error == null ? patience.pauseAfter(answer) : patience.pauseAfter(connection.noAnswer(error));
            if (pause.isPresent()) {
                connection.later(pause.get(), () -> aside(question, patience, heard));
            } else if (error != null) {
                heard.completeExceptionally(connection.noAnswer(error));
            } else {
                heard.complete(answer);
            }
        });
    }

    <T> T read(String path, Function<String, T> reader) throws IOException, InterruptedException {
        Answer answer = again(() -> connection.get(path), new Patience(ASK_AGAIN));
        if (answer.status() != OK) {
            throw answer.refusal("GET " + path);
        }
        try {
            return reader.apply(answer.text());
        } catch (IllegalArgumentException e) {
            throw new IOException("GET " + path + " cannot be read: " + e.getMessage(), e);
        }
    }
}
