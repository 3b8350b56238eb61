package net.bitwrk.exchange.bid;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import net.bitwrk.exchange.platform.SignedDocument;
import net.bitwrk.protocol.article.ArticleId;
import net.bitwrk.protocol.bid.BidState;
import net.bitwrk.protocol.bid.BidType;
import net.bitwrk.protocol.bid.BidView;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.money.Currency;
import net.bitwrk.protocol.money.Money;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A bid and its life: INQUEUE, maybe PLACED, then MATCHED, EXPIRED or CANCELLED for ever. */
@Entity
@Table(name = "bid")
class Bid {
    /** Protocol section 6. */
    static final Duration LIFE = Duration.ofSeconds(120);

    @Id
    @Column(name = "id")
    private String id;

    @Column(name = "position")
    private long position;

    @Column(name = "type")
    private String type;

    @Column(name = "state")
    private String state;

    @Column(name = "article")
    private String article;

    @Column(name = "currency")
    private String currency;

    @Column(name = "price")
    private long price;

    @Column(name = "fee")
    private long fee;

    @Column(name = "participant")
    private String participant;

    @Column(name = "reserves")
    private boolean reserves;

    @Column(name = "document")
    private String document;

    @Column(name = "signature")
    private String signature;

    @Column(name = "created_ms")
    private long createdMillis;

    @Column(name = "expires_ms")
    private long expiresMillis;

    @Column(name = "due_ms")
    private long dueMillis;

    @Column(name = "matched_ms")
    private Long matchedMillis;

    @Column(name = "transaction_id")
    private String transaction;

    @Column(name = "cancel_document")
    private String cancelDocument;

    @Column(name = "cancel_signature")
    private String cancelSignature;

    @Column(name = "cancel_position")
    private Long cancelPosition;

    @Column(name = "cancelled_ms")
    private Long cancelledMillis;

    protected Bid() {}

    /** @param reserves whether the seller's account is kept in the currency of this bid for it */
    Bid(BidId id, long position, PlaceBid command, Money fee, boolean reserves, Instant now) {
        this.id = id.text();
        this.position = position;
        this.type = command.type().name();
        this.state = BidState.INQUEUE.name();
        this.article = command.article().text();
        this.currency = command.price().currency().name();
        this.price = command.price().amount();
        this.fee = fee.amount();
        this.participant = command.participant().text();
        this.reserves = reserves;
        this.document = command.document().text();
        this.signature = command.signature().toString();
        this.createdMillis = now.toEpochMilli();
        this.expiresMillis = now.plus(LIFE).toEpochMilli();
        this.dueMillis = expiresMillis;
    }

    void place() {
        move(BidState.PLACED);
    }

    void match(TransactionId transaction, Instant now) {
        move(BidState.MATCHED);
        this.transaction = transaction.text();
        this.matchedMillis = now.toEpochMilli();
    }

    void expire() {
        move(BidState.EXPIRED);
    }

    void cancel(CancelBid command, long position, Instant now) {
        move(BidState.CANCELLED);
        this.cancelDocument = command.document().text();
        this.cancelSignature = command.signature().toString();
        this.cancelPosition = position;
        this.cancelledMillis = now.toEpochMilli();
    }

    /** Tries the expiry again later. */
    void postpone(Instant due) {
        dueMillis = due.toEpochMilli();
    }

    private void move(BidState next) {
        if (!state().isOpen()) {
            throw new IllegalStateException("bid " + id + " cannot become " + next + " in state " + state);
        }
        state = next.name();
    }

    String id() {
        return id;
    }

    BidState state() {
        return BidState.valueOf(state);
    }

    Address participant() {
        return new Address(participant);
    }

    Market market() {
        return new Market(new ArticleId(article), Currency.valueOf(currency));
    }

    boolean isExpired(Instant now) {
        return now.toEpochMilli() >= expiresMillis;
    }

    /** What is blocked for it: price and fee of a buy, nothing of a sell. */
    Optional<Money> blocked() {
        return BidType.BUY.name().equals(type) ? Optional.of(money(price).plus(money(fee))) : Optional.empty();
    }

    boolean reserves() {
        return reserves;
    }

    OpenBid open() {
        return new OpenBid(
                new BidId(id),
                position,
                BidType.valueOf(type),
                money(price),
                money(fee),
                participant(),
                Instant.ofEpochMilli(expiresMillis),
                reserves);
    }

    BidView view() {
        return new BidView(
                BidType.valueOf(type),
                state(),
                article,
                money(price),
                money(fee),
                participant,
                document,
                signature,
                Instant.ofEpochMilli(createdMillis),
                Instant.ofEpochMilli(expiresMillis),
                Optional.ofNullable(matchedMillis).map(Instant::ofEpochMilli),
                Optional.ofNullable(transaction).map(TransactionId::new));
    }

    SignedDocument signed() {
        return new SignedDocument(
                position,
                SignedDocument.Kind.BID,
                id,
                Optional.of(participant()),
                Instant.ofEpochMilli(createdMillis),
                document,
                signature);
    }

    /** Of one that was cancelled. */
    SignedDocument signedCancellation() {
        return new SignedDocument(
                cancelPosition,
                SignedDocument.Kind.CANCELLATION,
                id,
                Optional.of(participant()),
                Instant.ofEpochMilli(cancelledMillis),
                cancelDocument,
                cancelSignature);
    }

    Optional<Cancellation> cancellation() {
        return Optional.ofNullable(cancelledMillis)
                .map(Instant::ofEpochMilli)
                .map(received -> new Cancellation(received, cancelDocument, cancelSignature));
    }

    private Money money(long amount) {
        return Money.of(amount, Currency.valueOf(currency));
    }
}
