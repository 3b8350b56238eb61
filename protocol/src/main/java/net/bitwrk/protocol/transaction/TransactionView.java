package net.bitwrk.protocol.transaction;

import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.hash.Secret;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.money.Money;

import java.time.Instant;
import java.util.Optional;

/**
 * A transaction as the exchange shows it (protocol section 7).
 *
 * @param revision grows by one with every accepted message and with retirement
 * @param retired whether it has ended and was settled
 * @param timeout messages are refused from this moment on
 */
public record TransactionView(
        int revision,
        BidId buyerBid,
        BidId sellerBid,
        String buyer,
        String seller,
        String article,
        Money price,
        Money fee,
        Instant matched,
        boolean retired,
        Phase phase,
        Instant timeout,
        Optional<String> workerUrl,
        Optional<Hash> workHash,
        Optional<Hash> workSecretHash,
        Optional<Secret> buyerSecret,
        Optional<Receipt> receipt,
        Optional<Secret> resultKey) {}
