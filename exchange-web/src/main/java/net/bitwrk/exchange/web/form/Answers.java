package net.bitwrk.exchange.web.form;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import net.bitwrk.exchange.refusal.Outcome;
import net.bitwrk.exchange.web.Replies;
import net.bitwrk.exchange.web.TookTooLong;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Answers a posted form after the commit of its command: exactly 303 where it was accepted (protocol section 5). */
@ApplicationScoped
public class Answers {
    /** No 0.7 client waits for more than 10 s; ours and a slow machine's first request may. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Replies replies;

    protected Answers() {
        this(null);
    }

    @Inject
    public Answers(Replies replies) {
        this.replies = replies;
    }

    /**
     * Answers once the command is committed or refused, or after {@link #PATIENCE} that it is not known yet.
     *
     * @param accepted the answer for the id that came of it
     */
    public <T> void resume(
            AsyncResponse response, CompletionStage<Outcome<T>> outcome, Function<T, Response> accepted) {
        response.setTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        response.setTimeoutHandler(late -> replies.send(late, () -> {
            throw new TookTooLong(PATIENCE);
        }));
        outcome.whenComplete((result, failure) -> replies.send(response, () -> {
            if (failure != null) {
                throw failure instanceof Exception exception ? exception : new ExecutionException(failure);
            }
            return accepted.apply(result.orThrow());
        }));
    }

    /** 303 to a path of this exchange. */
    public static Response seeOther(String path) {
        return Response.status(Response.Status.SEE_OTHER)
                .header(HttpHeaders.LOCATION, path)
                .build();
    }

    /** 303 to a bid, which 0.7 clients find by {@code X-Bid-Key} alone. */
    public static Response seeBid(String id) {
        return Response.status(Response.Status.SEE_OTHER)
                .header(HttpHeaders.LOCATION, "/bid/" + id)
                .header("X-Bid-Key", id)
                .build();
    }
}
