package net.bitwrk.client.exchange;

import java.io.IOException;
import java.util.Optional;

/** There is certainly no such bid at the exchange: no money can be committed by it. */
public final class NotPlaced extends IOException {
    private static final long serialVersionUID = 1L;

    NotPlaced(IOException cause) {
        super(cause.getMessage(), cause);
    }

    /** The exchange's refusal; empty if it did not answer at all. */
    public Optional<ExchangeRefused> refusal() {
        return getCause() instanceof ExchangeRefused refused ? Optional.of(refused) : Optional.empty();
    }
}
