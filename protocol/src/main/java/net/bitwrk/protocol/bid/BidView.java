package net.bitwrk.protocol.bid;

import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.money.Money;

import java.time.Instant;
import java.util.Optional;

/**
 * A bid as the exchange shows it.
 *
 * @param document the signed text, {@code signature} its signature in base64
 * @param matched when it became {@code transaction}
 */
public record BidView(
        BidType type,
        BidState state,
        String article,
        Money price,
        Money fee,
        String participant,
        String document,
        String signature,
        Instant created,
        Instant expires,
        Optional<Instant> matched,
        Optional<TransactionId> transaction) {}
