package net.bitwrk.exchange.market;

import net.bitwrk.protocol.money.Money;

import java.time.Instant;

/**
 * The prices of the trades of a stretch of time, of which there is at least one.
 *
 * @param begin belongs to it
 * @param end does not
 * @param sum of the prices; stays at the most that 64 bits hold where it would be more
 */
public record PriceSlot(Instant begin, Instant end, Money sum, Money min, Money max, long count) {}
