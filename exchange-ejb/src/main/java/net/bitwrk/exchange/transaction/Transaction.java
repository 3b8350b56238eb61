package net.bitwrk.exchange.transaction;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import net.bitwrk.exchange.ledger.Posting;
import net.bitwrk.exchange.refusal.Refusal;
import net.bitwrk.protocol.hash.Hash;
import net.bitwrk.protocol.hash.Secret;
import net.bitwrk.protocol.id.BidId;
import net.bitwrk.protocol.id.TransactionId;
import net.bitwrk.protocol.identity.Address;
import net.bitwrk.protocol.identity.Signature;
import net.bitwrk.protocol.identity.SignatureVerifier;
import net.bitwrk.protocol.money.Currency;
import net.bitwrk.protocol.money.Money;
import net.bitwrk.protocol.transaction.Contract;
import net.bitwrk.protocol.transaction.Phase;
import net.bitwrk.protocol.transaction.Receipt;
import net.bitwrk.protocol.transaction.TransactionMessage;
import net.bitwrk.protocol.transaction.TransactionMessage.BuyerSecret;
import net.bitwrk.protocol.transaction.TransactionMessage.EncryptedResult;
import net.bitwrk.protocol.transaction.TransactionMessage.SellerUrl;
import net.bitwrk.protocol.transaction.TransactionMessage.WorkHashes;
import net.bitwrk.protocol.transaction.TransactionView;

import java.time.Instant;
import java.util.Optional;

/**
 * The contract that two matching bids have become. {@link #accept} and {@link #expire} are the only ways to change one;
 * both retire it where the contract says so, and {@link #settlement} tells the one movement of money that ends it.
 */
@Entity
@Table(name = "tx")
class Transaction {
    private static final String ACTIVE = "ACTIVE";
    private static final String RETIRED = "RETIRED";

    @Id
    @Column(name = "id")
    private String id;

    @Column(name = "position")
    private long position;

    @Column(name = "revision")
    private int revision;

    @Column(name = "buyer_bid")
    private String buyerBid;

    @Column(name = "seller_bid")
    private String sellerBid;

    @Column(name = "buyer")
    private String buyer;

    @Column(name = "seller")
    private String seller;

    @Column(name = "article")
    private String article;

    @Column(name = "currency")
    private String currency;

    @Column(name = "price")
    private long price;

    @Column(name = "fee")
    private long fee;

    @Column(name = "reserves")
    private boolean reserves;

    @Column(name = "matched_ms")
    private long matchedMillis;

    @Column(name = "state")
    private String state;

    @Column(name = "phase")
    private String phase;

    @Column(name = "timeout_ms")
    private long timeoutMillis;

    @Column(name = "due_ms")
    private long dueMillis;

    @Column(name = "worker_url")
    private String workerUrl;

    @Column(name = "work_hash")
    private String workHash;

    @Column(name = "work_secret_hash")
    private String workSecretHash;

    @Column(name = "buyer_secret")
    private String buyerSecret;

    @Column(name = "result_hash")
    private String resultHash;

    @Column(name = "result_hash_signature")
    private String resultHashSignature;

    @Column(name = "result_key")
    private String resultKey;

    protected Transaction() {}

    Transaction(Establish command, long position, Instant now) {
        this.id = command.id().text();
        this.position = position;
        this.buyerBid = command.buyerBid().text();
        this.sellerBid = command.sellerBid().text();
        this.buyer = command.buyer().text();
        this.seller = command.seller().text();
        this.article = command.article().text();
        this.currency = command.price().currency().name();
        this.price = command.price().amount();
        this.fee = command.fee().amount();
        this.reserves = command.reserves();
        this.matchedMillis = now.toEpochMilli();
        this.state = ACTIVE;
        this.phase = Phase.ESTABLISHING.name();
        this.timeoutMillis = now.plus(Phase.ESTABLISHING.grantedTime()).toEpochMilli();
        this.dueMillis = timeoutMillis;
    }

    /** Why this message is not accepted now; changes nothing. */
    Optional<Refusal> refusal(SendMessage command, Instant now, SignatureVerifier verifier) {
        return new Judgement(view(), id).refusal(command, now, verifier);
    }

    /** Takes a message in for which there is no {@link #refusal}; retires where it ends the contract. */
    Message accept(SendMessage command, long position, Instant now) {
        Phase before = phase();
        Phase after = Contract.next(before, command.message().kind()).orElseThrow();
        keep(command.message());
        phase = after.name();
        revision++;
        timeoutMillis = after.retires()
                ? now.toEpochMilli()
                : timeoutMillis + after.grantedTime().toMillis();
        dueMillis = timeoutMillis;
        var message = new Message(command, revision, position, now, before, after);
        if (after.retires()) {
            retire();
        }
        return message;
    }

    private void keep(TransactionMessage message) {
        if (message instanceof WorkHashes said) {
            workHash = said.workHash().toString();
            workSecretHash = said.workSecretHash().toString();
        } else if (message instanceof SellerUrl said) {
            workerUrl = said.url().text();
        } else if (message instanceof BuyerSecret said) {
            buyerSecret = said.secret().hex();
        } else if (message instanceof EncryptedResult said) {
            resultHash = said.receipt().hash().toString();
            resultHashSignature = said.receipt().signature().toString();
            resultKey = said.key().hex();
        }
    }

    /** Whether its time is over and it still waits to be settled. */
    boolean isOverdue(Instant now) {
        return isActive() && now.toEpochMilli() >= timeoutMillis;
    }

    /** Retires one that is overdue. */
    void expire(Instant now) {
        if (!isOverdue(now)) {
            throw new IllegalStateException("transaction " + id + " is not overdue at " + now);
        }
        retire();
    }

    private void retire() {
        state = RETIRED;
        revision++;
    }

    /** Tries the time-out again later. */
    void postpone(Instant due) {
        dueMillis = due.toEpochMilli();
    }

    /** What moves when it retires in this phase: the seller is paid, or the buyer gets all back. */
    Posting settlement(Phase last) {
        return last.pays()
                ? Posting.finish(buyer(), seller(), money(price), money(fee), new TransactionId(id))
                : reimbursement();
    }

    /** The buyer gets price and fee back: always possible. */
    Posting reimbursement() {
        return Posting.reimburse(buyer(), money(price).plus(money(fee)), new TransactionId(id));
    }

    /** Whether the seller's account is kept in the currency of the price until it is paid. */
    boolean reserves() {
        return reserves;
    }

    String id() {
        return id;
    }

    Phase phase() {
        return Phase.valueOf(phase);
    }

    private boolean isActive() {
        return state.equals(ACTIVE);
    }

    Address buyer() {
        return new Address(buyer);
    }

    Address seller() {
        return new Address(seller);
    }

    private Money money(long amount) {
        return Money.of(amount, Currency.valueOf(currency));
    }

    TransactionView view() {
        return new TransactionView(
                revision,
                new BidId(buyerBid),
                new BidId(sellerBid),
                buyer,
                seller,
                article,
                money(price),
                money(fee),
                Instant.ofEpochMilli(matchedMillis),
                !isActive(),
                phase(),
                Instant.ofEpochMilli(timeoutMillis),
                Optional.ofNullable(workerUrl),
                hash("workhash", workHash),
                hash("worksecrethash", workSecretHash),
                secret("buyersecret", buyerSecret),
                hash("encresulthash", resultHash)
                        .map(hash -> new Receipt(hash, Signature.parse("encresulthashsig", resultHashSignature))),
                secret("encresultkey", resultKey));
    }

    private static Optional<Hash> hash(String field, String text) {
        return Optional.ofNullable(text).map(known -> Hash.parse(field, known));
    }

    private static Optional<Secret> secret(String field, String text) {
        return Optional.ofNullable(text).map(known -> Secret.parse(field, known));
    }
}
