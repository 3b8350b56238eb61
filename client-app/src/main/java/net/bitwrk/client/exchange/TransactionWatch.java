package net.bitwrk.client.exchange;

import net.bitwrk.protocol.transaction.TransactionView;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Follows one transaction until it is retired; holds no thread. Thread-safe. */
public final class TransactionWatch implements AutoCloseable {
    private final Watch<TransactionView> watch;

    TransactionWatch(Watch<TransactionView> watch) {
        this.watch = watch;
    }

    /** The first state seen from now on for which {@code wanted} holds, or the last one of all. */
    public TransactionView await(Predicate<TransactionView> wanted, Duration limit)
            throws IOException, InterruptedException, TimeoutException {
        return watch.await(wanted, limit);
    }

    public Optional<TransactionView> latest() {
        return watch.latest();
    }

    @Override
    public void close() {
        watch.close();
    }
}
