package net.bitwrk.protocol.bid;

import net.bitwrk.protocol.Malformed;

/** The two sides of a market. In JSON the ordinal: 0 for BUY, 1 for SELL (protocol section 5). */
public enum BidType {
    BUY,
    SELL;

    /** @throws Malformed if {@code text} is neither BUY nor SELL; {@code field} names it there */
    public static BidType parse(String field, String text) {
        return switch (text) {
            case "BUY" -> BUY;
            case "SELL" -> SELL;
            default -> throw new Malformed(field, text, "BUY or SELL");
        };
    }

    public BidType other() {
        return this == BUY ? SELL : BUY;
    }
}
