package net.bitwrk.exchange.market;

import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.money.Money;
import net.bitwrk.protocol.transaction.Phase;

import java.time.Instant;

/**
 * A transaction whose seller was paid by somebody else.
 *
 * @param phase the last one: FINISHED, or UNVERIFIED where the buyer kept silent
 */
public record Trade(TransactionId id, Instant matched, Money price, Money fee, Phase phase) {}
