package net.bitwrk.exchange.bid;

import net.bitwrk.protocol.Malformed;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.document.Document;
import net.bitwrk.protocol.id.Nonce;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.identity.Signature;
import net.bitwrk.protocol.money.Money;

import java.util.Objects;

/**
 * The command to place a bid. Whoever makes one has verified {@code signature} over {@code document}.
 *
 * @param price not negative
 */
public record PlaceBid(
        BidType type,
        ArticleId article,
        Money price,
        Address participant,
        Nonce nonce,
        Document document,
        Signature signature) {
    /** @throws Malformed if the price is negative */
    public PlaceBid {
        Objects.requireNonNull(signature, "signature");
        if (price.isNegative()) {
            throw new Malformed("price", price.toString(), "a price that is not negative");
        }
    }

    public Market market() {
        return new Market(article, price.currency());
    }
}
