package net.bitwrk.client.exchange;

import net.bitwrk.protocol.bid.BidView;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Follows one bid until it is matched or over; holds no thread. Thread-safe. */
public final class BidWatch implements AutoCloseable {
    private final Watch<BidView> watch;

    BidWatch(Watch<BidView> watch) {
        this.watch = watch;
    }

    /** The bid once it is matched, expired or cancelled. */
    public BidView awaitEnd(Duration limit) throws IOException, InterruptedException, TimeoutException {
        return watch.await(bid -> !bid.state().isOpen(), limit);
    }

    @Override
    public void close() {
        watch.close();
    }
}
