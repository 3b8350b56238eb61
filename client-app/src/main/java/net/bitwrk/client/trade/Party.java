package net.bitwrk.client.trade;

import net.bitwrk.client.cafs.StoredFile;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.money.Money;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One that waits at the {@link Desk}.
 *
 * @param price given with a buy, which then needs no mandate
 * @param work of a buy
 * @param goesOut whether it may bid at the exchange
 * @param turn completed by the desk
 */
record Party(
        Activity activity,
        BidType type,
        ArticleId article,
        Optional<Money> price,
        Optional<StoredFile> work,
        boolean goesOut,
        CompletableFuture<Turn> turn) {

    static Party buying(Activity activity, ArticleId article, StoredFile work, Optional<Money> price) {
        return new Party(activity, BidType.BUY, article, price, Optional.of(work), true, new CompletableFuture<>());
    }

    static Party selling(Activity activity, ArticleId article, boolean goesOut) {
        return new Party(
                activity,
                BidType.SELL,
                article,
                Optional.empty(),
                Optional.empty(),
                goesOut,
                new CompletableFuture<>());
    }
}
