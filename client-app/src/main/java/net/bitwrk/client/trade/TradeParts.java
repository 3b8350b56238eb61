package net.bitwrk.client.trade;

import net.bitwrk.client.cafs.Store;
import net.bitwrk.client.exchange.Exchange;
import net.bitwrk.client.mandate.Mandates;
import net.bitwrk.client.peer.Sellers;
import net.bitwrk.client.worker.Workers;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What trades stand on; made once by whoever wires the client, and not closed by {@link Trades}.
 *
 * @param log the file that tells of activities after a restart
 * @param keep how long a result stays in the store, and the idempotency key of its buy is known, at least
 * @param sellers the way to those who sell to this client
 * @param shop where buyers come; empty without an {@code extport}: then sells are only local
 * @param random of secrets; cryptographically strong outside tests
 */
public record TradeParts(
        Exchange exchange,
        Store store,
        Mandates mandates,
        Workers workers,
        TradeLimits limits,
        Path log,
        Duration keep,
        Clock clock,
        RandomGenerator random,
        Sellers sellers,
        Optional<Shop> shop) {

    /** Where results are that may be paid for and are not in the store yet. */
    Path unstored() {
        return log.resolveSibling("unstored");
    }
}
