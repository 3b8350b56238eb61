/**
 * Buying and selling: {@link net.bitwrk.client.trade.Buy} and {@link net.bitwrk.client.trade.Sell} are the scripts of
 * protocol section 9, one call a step; {@link net.bitwrk.client.trade.Trades} is what the local interface calls. Stands on
 * {@code exchange}, {@code peer}, {@code cafs}, {@code worker} and {@code mandate}.
 */
package net.bitwrk.client.trade;
