package net.bitwrk.exchange.market;

import net.bitwrk.exchange.bid.Market;
import net.bitwrk.protocol.money.Money;

import java.util.Optional;

/**
 * A market in one line.
 *
 * @param bestBuy the highest price that somebody waits to pay
 * @param bestSell the lowest price that somebody waits to sell for
 * @param lastPrice of the trade matched last
 * @param volume the sum of the prices of the trades matched within 24 hours; stays at the most that 64 bits hold
 * @param trades how many these are
 */
public record Quote(
        Market market,
        Optional<Money> bestBuy,
        Optional<Money> bestSell,
        Optional<Money> lastPrice,
        Money volume,
        long trades) {}
