package net.bitwrk.exchange.transaction;

import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.money.Money;

/** The command to make a transaction of two bids that match. Price and fee are those of the older bid. */
public record Establish(
        TransactionId id,
        BidId buyerBid,
        BidId sellerBid,
        Address buyer,
        Address seller,
        ArticleId article,
        Money price,
        Money fee) {}
