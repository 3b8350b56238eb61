package net.bitwrk.client.mandate;

import net.bitwrk.protocol.money.Money;

/**
 * The permission for one trade, taken out of a mandate. What it may move counts as moved until
 * {@link Mandates#settle} tells better; a grant that is never settled stays used.
 *
 * @param mandate the key of the mandate
 * @param price of the trade
 * @param reserved what the trade may move at most
 */
public record Grant(long mandate, Money price, Money reserved) {}
