package net.bitwrk.exchange.market;

import java.util.List;

/** The bids of a market that wait for a match, by price, each side's best price first. */
public record Book(List<Level> buys, List<Level> sells) {}
