package net.bitwrk.client.ui;

import net.bitwrk.client.exchange.Exchange;
import net.bitwrk.protocol.account.AccountView;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The account as it was a moment ago: a page never waits long for the exchange, and never asks it more than once. */
final class AccountGlance implements AutoCloseable {
    /** A page shown without a balance is better than no page. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Exchange exchange;
    private final ExecutorService asker = Executors.newSingleThreadExecutor(task -> {
        var thread = new Thread(task, "ui-account");
        thread.setDaemon(true);
        return thread;
    });
    private Optional<Screen.Balance> known = Optional.empty();
    private Optional<Future<?>> asking = Optional.empty();

    AccountGlance(Exchange exchange) {
        this.exchange = exchange;
    }

    /** The newest that is known. */
    Optional<Screen.Balance> look() {
        if (exchange.reachability().answers()) {
            await(ask());
        }
        synchronized (this) {
            return known;
        }
    }

    private synchronized Future<?> ask() {
        Future<?> running = asking.filter(future -> !future.isDone()).orElseGet(() -> asker.submit(this::fetch));
        asking = Optional.of(running);
        return running;
    }

    private static void await(Future<?> future) {
        try {
            future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            // What is known is shown, the answer is there for the next look.
        } catch (ExecutionException e) {
            throw new IllegalStateException("asking for the account failed", e.getCause());
        }
    }

    private void fetch() {
        try {
            AccountView account = exchange.account(exchange.participant());
            synchronized (this) {
                known = Optional.of(new Screen.Balance(
                        account.available().toString(), account.blocked().toString()));
            }
        } catch (IOException e) {
            // The page tells by itself that the exchange does not answer; what was known stays.
            System.getLogger(AccountGlance.class.getName())
                    .log(System.Logger.Level.DEBUG, "no account: {0}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        asker.shutdownNow();
    }
}
