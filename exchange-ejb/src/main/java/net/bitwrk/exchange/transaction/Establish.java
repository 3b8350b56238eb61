package net.bitwrk.exchange.transaction;

import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.money.Money;

/**
 * The command to make a transaction of two bids that match. Price and fee are those of the older bid.
 *
 * @param reserves whether the seller's account is kept in the currency of the price until it is paid
 */
public record Establish(
        TransactionId id,
        BidId buyerBid,
        BidId sellerBid,
        Address buyer,
        Address seller,
        ArticleId article,
        Money price,
        Money fee,
        boolean reserves) {}
