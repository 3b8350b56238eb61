package net.bitwrk.client.trade;

import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.money.Currency;
import net.bitwrk.protocol.money.Money;

import java.util.Optional;

/** What an activity shows of itself, and how that changes. Its activity keeps other threads away. */
final class Shown {
    private final long key;
    private final BidType type;
    private final ArticleId article;

    private boolean alive = true;
    private boolean accepted;
    private Money amount = Money.zero(Currency.BTC);
    private String bidId = "";
    private String txId = "";
    private String info = "";
    private String phase = "";
    private String waitsFor = "";
    private long bytesTotal;
    private long bytesToTransfer;
    private long bytesTransferred;
    private Optional<Hash> result = Optional.empty();

    Shown(long key, BidType type, ArticleId article) {
        this.key = key;
        this.type = type;
        this.article = article;
    }

    /** As one of an earlier run was shown. */
    Shown(ActivityView view) {
        this(view.key(), view.type(), view.article());
        alive = view.alive();
        accepted = view.accepted();
        amount = view.amount();
        bidId = view.bidId();
        txId = view.txId();
        info = view.info();
        phase = view.phase();
        bytesTotal = view.bytesTotal();
        bytesToTransfer = view.bytesToTransfer();
        bytesTransferred = view.bytesTransferred();
        result = view.result();
    }

    ActivityView view() {
        return new ActivityView(
                key,
                type,
                article,
                alive,
                accepted,
                amount,
                bidId,
                txId,
                info,
                phase,
                bytesTotal,
                bytesToTransfer,
                bytesTransferred,
                result);
    }

    long key() {
        return key;
    }

    boolean isAlive() {
        return alive;
    }

    /** It has a transaction, or a local match. */
    boolean isMatched() {
        return !txId.isEmpty() || phase.startsWith("LOCAL");
    }

    String waitsFor() {
        return alive && !isMatched() ? waitsFor : "";
    }

    void waitsFor(String what) {
        waitsFor = what;
    }

    void offers(Money price) {
        amount = price;
        waitsFor = "the exchange to take the bid";
    }

    void totalIs(long bytes) {
        bytesTotal = bytes;
    }

    void isOnlyLocal() {
        accepted = true;
    }

    void matchedLocally(long other) {
        accepted = true;
        phase = "LOCAL (#" + other + ")";
    }

    void published(String bid, Money price) {
        accepted = true;
        bidId = bid;
        amount = price;
    }

    void withdrawn() {
        accepted = false;
        bidId = "";
        phase = "";
    }

    /** Returns whether it is another one than before. */
    boolean phaseIs(String name) {
        boolean isNew = !phase.equals(name);
        phase = name;
        return isNew;
    }

    void contracted(String transaction, Money price) {
        txId = transaction;
        amount = price;
    }

    void transferring(long toTransfer, long transferred) {
        bytesToTransfer = toTransfer;
        bytesTransferred = transferred;
    }

    void succeeded(Hash file) {
        result = Optional.of(file);
        alive = false;
    }

    void succeededLater(Hash file) {
        info = "paid for in transaction " + txId + ", stored later as /file/" + file;
        succeeded(file);
    }

    void sold() {
        alive = false;
    }

    void failed(String reason) {
        info = reason;
        alive = false;
    }

    /** Somebody gives it up; it lives until its script has noticed. */
    void givenUp(String reason) {
        info = reason;
    }

    String info() {
        return info;
    }
}
