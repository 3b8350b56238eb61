package net.bitwrk.protocol.money;

import java.util.Arrays;
import java.util.List;

/** The currencies of the exchange (protocol section 3). Amounts count the smallest unit, 10^-decimals. */
public enum Currency {
    BTC(8),
    EUR(9),
    USD(9),
    BRL(9),
    GBP(9);

    private final int decimals;

    Currency(int decimals) {
        this.decimals = decimals;
    }

    /** The smallest unit is 10^-decimals of the currency. */
    public int decimals() {
        return decimals;
    }

    /** The units that {@link Money#toString()} chooses from, the largest first. */
    List<Unit> choosable() {
        return Arrays.stream(Unit.values())
                .filter(unit -> unit.currency() == this && unit.isChoosable())
                .toList();
    }
}
