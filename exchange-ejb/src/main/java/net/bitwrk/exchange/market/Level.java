package net.bitwrk.exchange.market;

import net.bitwrk.protocol.money.Money;

/**
 * A price of an order book.
 *
 * @param count how many bids wait there
 */
public record Level(Money price, long count) {}
